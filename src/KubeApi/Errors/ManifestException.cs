namespace KubeApi.Errors;

/// <summary>A string is not a manifest; carries the recommended action.</summary>
internal sealed class ManifestException(string message, string action, Exception? inner = null) : FormatException(message, inner)
{
    /// <summary>What the user can do about it.</summary>
    public string RecommendedAction => action;
}
