using System.Text.Json;

namespace KubeApi.Client.Errors;

/// <summary>The API's own account of a failure: <c>meta/v1 Status</c>.</summary>
public sealed record Status
{
    /// <summary>The HTTP status code; 0 if there was no answer.</summary>
    public int Code { get; init; }

    /// <summary>A CamelCase word such as <c>NotFound</c>; empty if the server gave none.</summary>
    public string Reason { get; init; } = "";

    /// <summary>A sentence for people.</summary>
    public string Message { get; init; } = "";

    /// <summary>The name of the object that is meant, if one is.</summary>
    public string Name { get; init; } = "";

    /// <summary>The API group of what is meant.</summary>
    public string Group { get; init; } = "";

    /// <summary>The resource or kind that is meant, as the server words it.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The uid of the object that is meant, if one is.</summary>
    public string Uid { get; init; } = "";

    /// <summary>Seconds to wait before trying again; 0 if the server gave none.</summary>
    public int RetryAfterSeconds { get; init; }

    /// <summary>The fresh continue token of an expired list (410); empty otherwise.</summary>
    public string Continue { get; init; } = "";

    /// <summary>The single reasons, field by field.</summary>
    public IReadOnlyList<StatusCause> Causes { get; init; } = [];

    /// <summary>Reads a Status; null if the bytes are no JSON or another kind.</summary>
    public static Status? TryParse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return TryParse(document.RootElement);
        }
        catch (JsonException)
        {
            // Not quoted on: the parser's message would repeat the server's bytes.
            return null;
        }
    }

    /// <summary>Reads a Status; null if the element is of another kind.</summary>
    public static Status? TryParse(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || Text(root, "kind") != "Status")
        {
            return null;
        }

        var details = Child(root, "details");
        return new Status
        {
            Code = Number(root, "code"),
            Reason = Text(root, "reason"),
            Message = Text(root, "message"),
            Name = Text(details, "name"),
            Group = Text(details, "group"),
            Kind = Text(details, "kind"),
            Uid = Text(details, "uid"),
            RetryAfterSeconds = Number(details, "retryAfterSeconds"),
            Continue = Text(Child(root, "metadata"), "continue"),
            Causes = ReadCauses(Child(details, "causes")),
        };
    }

    private static StatusCause[] ReadCauses(JsonElement causes) =>
        causes.ValueKind != JsonValueKind.Array
            ? []
            : [.. causes.EnumerateArray().Select(c => new StatusCause(Text(c, "reason"), Text(c, "message"), Text(c, "field")))];

    private static JsonElement Child(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var child) ? child : default;

    private static string Text(JsonElement parent, string name) =>
        Child(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    private static int Number(JsonElement parent, string name) =>
        Child(parent, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : 0;
}
