using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeApi.Client.Comparing;
using KubeApi.Client.Json;

namespace KubeApi.Output;

/// <summary>One field that an apply would change, or one object that it would create.</summary>
public sealed class ObjectDifference
{
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly FieldDifference _difference;
    private readonly NameTable _names;

    internal ObjectDifference(FieldDifference difference, NameTable names) => (_difference, _names) = (difference, names);

    /// <summary>The name of the session.</summary>
    public required string Session { get; init; }

    /// <summary>The object's kind: <c>Deployment</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The object's namespace; null for a cluster-scoped object.</summary>
    public required string? Namespace { get; init; }

    /// <summary>The object's name.</summary>
    public required string Name { get; init; }

    /// <summary>The field's path: <c>spec.template.spec.containers[name=web].image</c>; empty if the object would be created.</summary>
    public string Path => _difference.Path;

    /// <summary>The kind of change: Added, Changed or Removed.</summary>
    public string Change => _difference.Change.ToString();

    /// <summary>The field manager that owns the field now; several are separated by commas; null for none.</summary>
    public string? Manager => _difference.Manager;

    /// <summary>The current value; null for none.</summary>
    public object? Before => Value(_difference.Before);

    /// <summary>The value after the apply; null for none.</summary>
    public object? After => Value(_difference.After);

    /// <summary>The object and its server, for display.</summary>
    internal string Target { get; init; } = "";

    /// <summary>A description of the second state.</summary>
    internal string Occasion { get; init; } = "an apply";

    /// <summary>The field manager of the apply.</summary>
    internal string Applier { get; init; } = "";

    internal FieldDifference Difference => _difference;

    /// <summary>The difference as a line: <c>spec.replicas: 1 → 3 (kubectl)</c>.</summary>
    public override string ToString() => Show(text => text);

    internal string Show(Func<string, string> toCell) =>
        $"{Path}: {Text(_difference.Before, toCell)} → {Text(_difference.After, toCell)}{(Manager is { } m ? $" ({m})" : "")}";

    private static string Text(JsonNode? value, Func<string, string> toCell) => value switch
    {
        null => "none",
        JsonObject or JsonArray => value.ToJsonString(s_plain),
        _ => toCell(value.ToString()),
    };

    private object? Value(JsonNode? value) => value is null ? null : ApiObject.Create(new JsonSource(JsonNodes.Write(value), _names, false), null);
}
