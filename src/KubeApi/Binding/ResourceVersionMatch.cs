namespace KubeApi.Binding;

/// <summary>The meaning of a resourceVersion for a list.</summary>
public enum ResourceVersionMatch
{
    /// <summary>This version, or a later one.</summary>
    NotOlderThan,

    /// <summary>This version and no other.</summary>
    Exact,
}
