namespace KubeApi.Client.Requests;

/// <summary>The options of a list.</summary>
public sealed record ListOptions
{
    /// <summary>Objects per page; 0 for one page.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>A label selector, as <c>app=web,tier!=cache</c>.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>A field selector, as <c>status.phase=Running</c>.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>The minimum or exact resource version. Null for the newest.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>The meaning of <see cref="ResourceVersion"/>: <c>Exact</c> or <c>NotOlderThan</c>; null for the latter.</summary>
    public string? ResourceVersionMatch { get; init; }

    /// <summary>The form of the objects.</summary>
    public Representation Representation { get; init; }
}
