namespace KubeApi.Client.Requests;

/// <summary>How to write an object.</summary>
public sealed record WriteOptions
{
    /// <summary>Who is noted as the owner of the written fields; null for what the server makes of the User-Agent.</summary>
    public string? FieldManager { get; init; }

    /// <summary>What to do about unknown and duplicate fields: <c>Strict</c>, <c>Warn</c> or <c>Ignore</c>; null for the server's default.</summary>
    public string? FieldValidation { get; init; }

    /// <summary>The server does everything but store the result.</summary>
    public bool DryRun { get; init; }

    /// <summary>The uid that the object must have, which a patch then carries; null for whichever has the name.</summary>
    public string? Uid { get; init; }

    /// <summary>The form in which the server returns the object that it stored.</summary>
    public Representation Representation { get; init; }

    /// <summary>A subresource to write to, as <c>status</c>; null for the object itself.</summary>
    public string? Subresource { get; init; }
}
