namespace KubeApi.Client.Requests;

/// <summary>What to list, and how much of it at a time.</summary>
public sealed record ListOptions
{
    /// <summary>Objects per page; 0 asks for everything in one page.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>A label selector, as <c>app=web,tier!=cache</c>.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>A field selector, as <c>status.phase=Running</c>.</summary>
    public string? FieldSelector { get; init; }
}
