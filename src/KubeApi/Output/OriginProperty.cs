using System.Management.Automation;

namespace KubeApi.Output;

/// <summary>A <c>metadata.name</c> that carries its object's hidden origin, with the original name and namespace.</summary>
internal sealed class OriginProperty(string property, object? value, Provenance origin, string name, string? @namespace) : PSNoteProperty(property, value)
{
    public Provenance Origin { get; } = origin;

    /// <summary>Whether the object's name or namespace was changed since it was read.</summary>
    /// <param name="metadata">The object's metadata.</param>
    public bool HasMoved(object metadata) => !name.Equals(Value) || @namespace != ObjectMember.Of(metadata, "namespace") as string;

    public override PSMemberInfo Copy() => new OriginProperty(Name, Value, Origin, name, @namespace);
}
