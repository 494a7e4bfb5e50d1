using KubeApi.Sandbox.Errors;

namespace KubeApi.Sandbox.Protocol;

/// <summary>The requested form of objects: unchanged, as a Table, or only their metadata.</summary>
/// <param name="Kind">`Table`, `PartialObjectMetadata` or `PartialObjectMetadataList`; null for unchanged objects.</param>
/// <param name="Version">The version of meta.k8s.io.</param>
/// <param name="IncludeObject">The part of the object in each row of a table: `Metadata`, `Object` or `None`.</param>
internal sealed record Representation(string? Kind, string Version, string IncludeObject)
{
    public const string Table = "Table";
    public const string Metadata = "PartialObjectMetadata";
    public const string MetadataList = "PartialObjectMetadataList";

    /// <summary>Unchanged objects.</summary>
    public static Representation Plain { get; } = new(null, "v1", "");

    public string ApiVersion => "meta.k8s.io/" + Version;

    /// <summary>The first form that the client accepts and this server supports.</summary>
    /// <param name="notAcceptable">Makes the exception for a client that accepts no known type.</param>
    /// <exception cref="StatusException">There is none: 406. Or includeObject is invalid: 400.</exception>
    public static Representation Of(HttpRequest request, Func<StatusException>? notAcceptable = null)
    {
        var ranges = AcceptHeader.Ranges(request).ToList();
        if (ranges.Count == 0)
        {
            return Plain;
        }

        var written = ranges.Where(range => AcceptHeader.IsWritten(range.Type)).ToList();
        var found = written.Select(range => Read(range.Parameters)).FirstOrDefault(form => form is not null)
            ?? throw (written.Count > 0 ? MediaTypeErrors.NotNegotiated() : notAcceptable?.Invoke() ?? MediaTypeErrors.NotAcceptable());
        return found.Kind == Table ? found with { IncludeObject = ReadIncludeObject(request) } : found;
    }

    private static Representation? Read(Dictionary<string, string> parameters)
    {
        if (!parameters.TryGetValue("as", out var kind))
        {
            return Plain;
        }

        return kind is Table or Metadata or MetadataList
            && parameters.GetValueOrDefault("g") == "meta.k8s.io"
            && parameters.GetValueOrDefault("v") is "v1" or "v1beta1"
                ? new Representation(kind, parameters["v"], "")
                : null;
    }

    private static string ReadIncludeObject(HttpRequest request) => request.Query["includeObject"].ToString() switch
    {
        "" or "Metadata" => "Metadata",
        "Object" => "Object",
        "None" => "None",
        var other => throw ApiErrors.BadRequest(
            $"Unable to convert to Table as requested: includeObject: Invalid value: {ApiErrors.Quote(other)}: must be 'Metadata', 'Object', 'None', or empty"),
    };
}
