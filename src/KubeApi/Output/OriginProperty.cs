using System.Management.Automation;

namespace KubeApi.Output;

/// <summary>A <c>metadata.name</c> that carries its object's origin, unseen.</summary>
internal sealed class OriginProperty(string name, object? value, Provenance origin) : PSNoteProperty(name, value)
{
    public Provenance Origin { get; } = origin;

    public override PSMemberInfo Copy() => new OriginProperty(Name, Value, Origin);
}
