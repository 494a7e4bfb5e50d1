using System.Text.Json;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Json;

/// <summary>The limits for JSON from a server.</summary>
public static class JsonLimits
{
    /// <summary>How deep objects and arrays may be nested. The deepest recorded one, a CRD's schema, has 20 levels.</summary>
    public const int MaxDepth = 512;

    /// <summary>The size of a value, in bytes: a list that is read as one value may be large, but a response without end must not take all memory.</summary>
    public const int MaxSize = 512 * 1024 * 1024;

    /// <summary>The options for reading JSON.</summary>
    public static JsonReaderOptions ReaderOptions { get; } = new() { MaxDepth = MaxDepth };

    /// <summary>Checks the size of a value that is still being received.</summary>
    /// <param name="received">The bytes of it that were received.</param>
    /// <param name="maxSize">How many it may have.</param>
    /// <exception cref="KubeApiException">It is too large.</exception>
    internal static void Check(long received, int maxSize)
    {
        if (received > maxSize)
        {
            throw new KubeApiException(
                FailureKind.InvalidAnswer, $"A value of the response is larger than {maxSize / 1024 / 1024} MB. A list can be read in pages (limit=500).");
        }
    }
}
