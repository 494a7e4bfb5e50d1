namespace KubeApi.Errors;

/// <summary>A text is no manifest, and what to do about it is known.</summary>
internal sealed class ManifestException(string message, string action, Exception? inner = null) : FormatException(message, inner)
{
    /// <summary>What the user can do about it.</summary>
    public string RecommendedAction => action;
}
