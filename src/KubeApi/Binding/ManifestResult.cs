using System.Management.Automation;
using KubeApi.Client.Errors;

namespace KubeApi.Binding;

/// <summary>A manifest of an argument, or the reason why there is none.</summary>
/// <param name="Manifest">The manifest; null for a failure.</param>
/// <param name="What">The subject of the error: a position, or kind and name; never the input itself.</param>
/// <param name="Failure">
/// A <see cref="FormatException"/>, an <see cref="ArgumentException"/> if a value cannot be converted to JSON, or a <see cref="KubeApiException"/> if a file
/// cannot be read; null if there is a manifest.
/// </param>
internal sealed record ManifestResult(Manifest? Manifest, string? What, Exception? Failure)
{
    /// <summary>The results of a read, or its failure as the only result.</summary>
    public static List<ManifestResult> Attempt(Func<string> what, Func<IEnumerable<ManifestResult>> read)
    {
        try
        {
            return [.. read()];
        }
        catch (Exception e) when (e is FormatException or KubeApiException or (ArgumentException and not PSArgumentException))
        {
            return [new ManifestResult(null, what(), e)];
        }
    }
}
