using System.Buffers;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Store;

namespace KubeApi.Sandbox;

/// <summary>A pod of which only what differs is kept: a hundred thousand of them need no gigabyte.</summary>
internal sealed class LoadedPod(PodTemplate template, ResourceType type, string @namespace, string name, string uid, long version, string phase)
    : StoredObject(type, @namespace, name, uid, version, [])
{
    private readonly ResourceType _type = type;
    private readonly int _length = template.LengthOf(@namespace, name, uid, version, phase);

    public override int Length => _length;

    public override byte[] Json
    {
        get
        {
            var json = new byte[_length];
            Write(json);
            return json;
        }
    }

    public override void WriteTo(IBufferWriter<byte> writer)
    {
        Write(writer.GetSpan(_length));
        writer.Advance(_length);
    }

    public override StoredObject WithVersion(long newVersion) => new LoadedPod(template, _type, Namespace, Name, Uid, newVersion, phase);

    private void Write(Span<byte> json) => template.Write(json, Namespace, Name, Uid, Version, phase);
}
