using System.Management.Automation;
using KubeApi.Client.Errors;

namespace KubeApi.Binding;

/// <summary>A manifest that an argument holds, or why there is none.</summary>
/// <param name="Manifest">The manifest; null where it failed.</param>
/// <param name="What">What failed, for its error: a place, or kind and name; never the text that was given.</param>
/// <param name="Failure">
/// A <see cref="FormatException"/>, an <see cref="ArgumentException"/> where a value has no JSON form, or a <see cref="KubeApiException"/> where a file
/// cannot be read; null where there is a manifest.
/// </param>
internal sealed record ManifestResult(Manifest? Manifest, string? What, Exception? Failure)
{
    /// <summary>The results of a read. If that fails, its failure is the one result.</summary>
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
