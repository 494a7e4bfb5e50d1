namespace KubeApi.Client.Comparing;

/// <summary>How a field differs.</summary>
public enum DifferenceKind
{
    /// <summary>It is there only afterwards.</summary>
    Added,

    /// <summary>It was there only before.</summary>
    Removed,

    /// <summary>It has another value.</summary>
    Changed,
}
