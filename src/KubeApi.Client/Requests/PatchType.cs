namespace KubeApi.Client.Requests;

/// <summary>The kinds of patches that the API takes.</summary>
public enum PatchType
{
    /// <summary>Kubernetes' own: lists are merged by the keys of their items. Built-in resources only.</summary>
    Strategic,

    /// <summary>RFC 7386: what is given replaces, lists as a whole; null removes.</summary>
    Merge,

    /// <summary>RFC 6902: a list of operations.</summary>
    Json,

    /// <summary>Server-side apply.</summary>
    Apply,
}
