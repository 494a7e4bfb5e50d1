namespace KubeApi.Binding;

/// <summary>A manifest that an argument holds, or why there is none.</summary>
/// <param name="Manifest">The manifest; null where it failed.</param>
/// <param name="What">What failed, for its error: a place, or kind and name; never the text that was given.</param>
/// <param name="Failure">A <see cref="FormatException"/>, or an <see cref="ArgumentException"/> where a value has no JSON form; null where there is a manifest.</param>
internal sealed record ManifestResult(Manifest? Manifest, string? What, Exception? Failure);
