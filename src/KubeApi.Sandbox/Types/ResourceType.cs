using System.Collections.Frozen;
using KubeApi.Sandbox.Schemas;
using KubeApi.Sandbox.Tables;

namespace KubeApi.Sandbox.Types;

/// <summary>A resource as discovery describes it, in one version of its group.</summary>
internal sealed record ResourceType(string Group, string Version, string Resource, string Kind, bool IsNamespaced, FrozenSet<string> Verbs)
{
    public required FrozenDictionary<string, SubresourceType> Subresources { get; init; }

    public required KindRules Rules { get; init; }

    /// <summary>The rules of its CustomResourceDefinition; null for a built-in type.</summary>
    public CustomRules? Custom { get; init; }

    /// <summary>Whether it is from a CustomResourceDefinition: no strategic merge patches, and lists with their metadata last.</summary>
    public bool IsCustom => Custom is not null;

    /// <summary>The columns of its tables.</summary>
    public ITableColumns Columns { get => field ??= BuiltInColumns.For(QualifiedResource); init; }

    public required Lazy<Schema> SchemaSource { get; init; }

    /// <summary>Read from the OpenAPI document of the group version on first use.</summary>
    public Schema Schema => SchemaSource.Value;

    public string ApiVersion { get; } = Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>`deployments.apps`: the name in messages, and the key in the store, because all versions of a group share their objects.</summary>
    public string QualifiedResource { get; } = Group.Length == 0 ? Resource : $"{Resource}.{Group}";

    /// <summary>`Deployment.apps`, as validation errors name it.</summary>
    public string QualifiedKind { get; } = Group.Length == 0 ? Kind : $"{Kind}.{Group}";

    /// <summary>`apps.Deployment`: the Go type, which some messages of a real server contain.</summary>
    public string GoName { get; } = $"{(Group.Length == 0 ? "core" : Group.Split('.')[0])}.{Kind}";

    public string ListKind { get; init; } = Kind + "List";

    /// <summary>The bytes before the stored bytes in the response of one object.</summary>
    public byte[] Head =>
        field ??= Encoding.UTF8.GetBytes(
            IsCustom ? $$"""{"apiVersion":"{{ApiVersion}}","kind":"{{Kind}}",""" : $$"""{"kind":"{{Kind}}","apiVersion":"{{ApiVersion}}",""");

    public bool HasStatus => Subresources.ContainsKey("status");

    /// <summary>Normalizes an object to its type (<see cref="TypedForm"/>), and sorts its maps.</summary>
    /// <returns>The same object.</returns>
    public JsonObject Normalize(JsonObject value)
    {
        TypedForm.Store(this, value);
        if (IsCustom)
        {
            MapOrder.SortAll(value);
        }
        else
        {
            MapOrder.Sort(value, Schema);
        }

        return value;
    }

    public string Key(string? @namespace, string name) => IsNamespaced ? $"{@namespace}/{name}" : name;
}
