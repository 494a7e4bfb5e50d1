namespace KubeApi.Client.Requests;

/// <summary>The types of patches of the API.</summary>
public enum PatchType
{
    /// <summary>Kubernetes' own: lists are merged by the keys of their items. Built-in resources only.</summary>
    Strategic,

    /// <summary>RFC 7386: given values replace existing ones, lists as a whole; null removes a field.</summary>
    Merge,

    /// <summary>RFC 6902: a list of operations.</summary>
    Json,

    /// <summary>Server-side apply.</summary>
    Apply,
}
