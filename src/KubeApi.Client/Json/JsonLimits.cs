using System.Text.Json;

namespace KubeApi.Client.Json;

/// <summary>The limits for JSON from a server.</summary>
public static class JsonLimits
{
    /// <summary>How deep objects and arrays may be nested. The deepest recorded one, a CRD's schema, has 20 levels.</summary>
    public const int MaxDepth = 512;

    /// <summary>The options for reading JSON.</summary>
    public static JsonReaderOptions ReaderOptions { get; } = new() { MaxDepth = MaxDepth };
}
