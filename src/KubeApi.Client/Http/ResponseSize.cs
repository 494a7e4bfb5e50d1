using KubeApi.Client.Errors;

namespace KubeApi.Client.Http;

/// <summary>Limits the memory that a response can take.</summary>
internal static class ResponseSize
{
    /// <summary>The size of a value, in bytes. An object has at most a few megabytes, but a list may be read as one value.</summary>
    public const int Max = 512 * 1024 * 1024;

    /// <summary>Checks the size of a value that is still being received.</summary>
    /// <param name="received">The number of bytes received so far.</param>
    /// <param name="max">The maximum number of bytes.</param>
    /// <exception cref="KubeApiException">It is too large.</exception>
    public static void Check(long received, int max = Max)
    {
        if (received > max)
        {
            throw new KubeApiException(
                FailureKind.InvalidAnswer, $"A value of the response is larger than {max / 1024 / 1024} MB. A list can be read in pages (limit=500).");
        }
    }
}
