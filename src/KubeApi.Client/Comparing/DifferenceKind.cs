namespace KubeApi.Client.Comparing;

/// <summary>The kind of a difference.</summary>
public enum DifferenceKind
{
    /// <summary>The field exists only after the change.</summary>
    Added,

    /// <summary>The field exists only before the change.</summary>
    Removed,

    /// <summary>The field has another value.</summary>
    Changed,
}
