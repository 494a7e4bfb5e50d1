using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Controllers;

/// <summary>The identity of an object in the store; all versions of a group share their objects.</summary>
internal sealed class ObjectPlace(ResourceType type, string @namespace, string name) : IEquatable<ObjectPlace>
{
    private readonly string _key = $"{type.QualifiedResource}/{type.Key(@namespace, name)}";

    public ResourceType Type => type;

    public string Namespace => @namespace;

    public string Name => name;

    public static ObjectPlace Of(StoreChange change) => new(change.Type, change.Object.Namespace, change.Object.Name);

    public bool Equals(ObjectPlace? other) => other is not null && _key == other._key;

    public override bool Equals(object? obj) => Equals(obj as ObjectPlace);

    public override int GetHashCode() => _key.GetHashCode(StringComparison.Ordinal);
}
