using System.Buffers;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox;

/// <summary>A pod that stores only its differences from a template, so a hundred thousand pods take less than a gigabyte.</summary>
internal sealed class LoadedPod : StoredObject
{
    private readonly PodTemplate _template;
    private readonly ResourceType _type;
    private readonly string _phase;
    private readonly byte[][] _values;

    /// <param name="values">The values of <see cref="LoadedWorkload"/>, in the order of <see cref="PodValue"/>.</param>
    public LoadedPod(PodTemplate template, ResourceType type, string @namespace, string name, string uid, long version, string phase, byte[][] values)
        : base(type, @namespace, name, uid, version, [])
    {
        (_template, _type, _phase, _values) = (template, type, phase, values);
        Length = template.LengthOf(this);
    }

    public override int Length { get; }

    public override byte[] Json
    {
        get
        {
            var json = new byte[Length];
            _template.Write(this, json);
            return json;
        }
    }

    public override void WriteTo(IBufferWriter<byte> writer)
    {
        _template.Write(this, writer.GetSpan(Length));
        writer.Advance(Length);
    }

    public override StoredObject WithVersion(long newVersion) => new LoadedPod(_template, _type, Namespace, Name, Uid, newVersion, _phase, _values);

    public int LengthOf(PodValue value) => Text(value)?.Length ?? Bytes(value).Length;

    /// <summary>Writes a value, and returns its length.</summary>
    public int Write(PodValue value, Span<byte> json)
    {
        if (Text(value) is { } text)
        {
            return Encoding.ASCII.GetBytes(text, json);
        }

        var bytes = Bytes(value);
        bytes.CopyTo(json);
        return bytes.Length;
    }

    private string? Text(PodValue value) => value switch
    {
        PodValue.Namespace => Namespace,
        PodValue.Name => Name,
        PodValue.Uid => Uid,
        PodValue.Version => Version.ToString(CultureInfo.InvariantCulture),
        PodValue.Phase => _phase,
        _ => null,
    };

    private byte[] Bytes(PodValue value) => _values[value - PodValue.PodIP];
}
