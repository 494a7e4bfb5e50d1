namespace KubeApi.Client.Requests;

/// <summary>The options of a write.</summary>
public sealed record WriteOptions
{
    /// <summary>The field manager that owns the written fields; null for the server's default from the User-Agent.</summary>
    public string? FieldManager { get; init; }

    /// <summary>The handling of unknown and duplicate fields: <c>Strict</c>, <c>Warn</c> or <c>Ignore</c>; null for the server's default.</summary>
    public string? FieldValidation { get; init; }

    /// <summary>The server processes the request without storing the result.</summary>
    public bool DryRun { get; init; }

    /// <summary>The uid that the object must have, which is added to a patch; null for any object of that name.</summary>
    public string? Uid { get; init; }

    /// <summary>The form in which the server returns the object that it stored.</summary>
    public Representation Representation { get; init; }

    /// <summary>A subresource to write to, such as <c>status</c>; null for the object itself.</summary>
    public string? Subresource { get; init; }
}
