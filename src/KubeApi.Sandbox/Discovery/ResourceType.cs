using System.Collections.Frozen;
using System.Text;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Conversion;
using KubeApi.Sandbox.CustomResources;
using KubeApi.Sandbox.Decoding;
using KubeApi.Sandbox.Objects;
using KubeApi.Sandbox.Schemas;
using KubeApi.Sandbox.Tables;

namespace KubeApi.Sandbox.Discovery;

/// <summary>A resource as discovery describes it, in one version of its group.</summary>
internal sealed record ResourceType(string Group, string Version, string Resource, string Kind, bool IsNamespaced, FrozenSet<string> Verbs)
{
    public required FrozenDictionary<string, SubresourceType> Subresources { get; init; }

    public required KindRules Rules { get; init; }

    /// <summary>What its CustomResourceDefinition says; null for what the server is born with.</summary>
    public CustomRules? Custom { get; init; }

    /// <summary>Made by a CustomResourceDefinition: takes no strategic merge patches, and its lists have their metadata last.</summary>
    public bool IsCustom => Custom is not null;

    /// <summary>What a table of its objects shows.</summary>
    public ITableColumns Columns { get => field ??= BuiltInColumns.For(this); init; }

    /// <summary>How this version is made of what is stored; null if it is stored.</summary>
    public IVersionConversion? Conversion { get; init; }

    public required Lazy<Schema> SchemaSource { get; init; }

    /// <summary>Read from the OpenAPI document of the group version on first use.</summary>
    public Schema Schema => SchemaSource.Value;

    public string ApiVersion { get; } = Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>`deployments.apps`: the name in messages, and the key of the store, for all versions of a group share their objects.</summary>
    public string QualifiedResource { get; } = Group.Length == 0 ? Resource : $"{Resource}.{Group}";

    /// <summary>`Deployment.apps`, as validation errors name it.</summary>
    public string QualifiedKind { get; } = Group.Length == 0 ? Kind : $"{Kind}.{Group}";

    /// <summary>`apps.Deployment`: the type of a real server that stands in some of its messages.</summary>
    public string GoName { get; } = $"{(Group.Length == 0 ? "core" : Group.Split('.')[0])}.{Kind}";

    public string ListKind { get; init; } = Kind + "List";

    /// <summary>What stands before the stored bytes in an answer of one object.</summary>
    public byte[] Head =>
        field ??= Encoding.UTF8.GetBytes(
            IsCustom ? $$"""{"apiVersion":"{{ApiVersion}}","kind":"{{Kind}}",""" : $$"""{"kind":"{{Kind}}","apiVersion":"{{ApiVersion}}",""");

    public bool HasStatus => Subresources.ContainsKey("status");

    /// <summary>Stored bytes in this version.</summary>
    public byte[] Show(byte[] stored) => Conversion is null ? stored : ObjectJson.ToBytes(Conversion.Show((JsonObject)JsonText.Parse(stored)!));

    /// <summary>An object of this version as it is stored.</summary>
    public JsonObject Store(JsonObject value)
    {
        Normalize(value);
        return Conversion?.Store(value) ?? value;
    }

    /// <summary>Gives an object the form of its type (<see cref="TypedForm"/>), and its maps their order.</summary>
    public void Normalize(JsonObject value)
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
    }

    /// <summary>Where a real server keeps its objects.</summary>
    public string StorageKey => IsCustom ? $"{Group}/{Resource}" : Rules.StorageKey ?? Resource;

    public string Key(string? @namespace, string name) => IsNamespaced ? $"{@namespace}/{name}" : name;
}
