using System.Management.Automation;

namespace KubeApi.Output;

/// <summary>A copied <c>metadata</c>: a plain value that still carries its object's origin.</summary>
internal sealed class OriginProperty(string name, object? value, ObjectOrigin origin) : PSNoteProperty(name, value)
{
    public ObjectOrigin Origin { get; } = origin;

    public override PSMemberInfo Copy() => new OriginProperty(Name, Value, Origin);
}
