using System.Text.Json;

namespace KubeApi.Client.Json;

/// <summary>The limits for JSON from a server.</summary>
public static class JsonLimits
{
    /// <summary>The maximum depth of nested objects and arrays. The deepest recorded object, a CRD's schema, has 20 levels.</summary>
    public const int MaxDepth = 512;

    /// <summary>The fault of JSON that could not be read: <c>is not valid JSON</c>, or <c>is nested deeper than 512 levels</c>.</summary>
    public static string Fault(JsonException e) => IsTooDeep(e) ? $"is nested deeper than {MaxDepth} levels" : "is not valid JSON";

    /// <summary>Whether JSON could not be read only because it is nested too deeply. The parsers, .NET's and ours, say it in their messages alone.</summary>
    public static bool IsTooDeep(JsonException e) =>
        e.Message.Contains("nested deeper than", StringComparison.Ordinal) || e.Message.Contains("maximum configured depth", StringComparison.Ordinal);

    /// <summary>The options for reading JSON.</summary>
    public static JsonReaderOptions ReaderOptions { get; } = new() { MaxDepth = MaxDepth };
}
