namespace KubeApi.Binding;

/// <summary>What a resourceVersion means for a list.</summary>
public enum ResourceVersionMatch
{
    /// <summary>This version, or a later one.</summary>
    NotOlderThan,

    /// <summary>This version and no other.</summary>
    Exact,
}
