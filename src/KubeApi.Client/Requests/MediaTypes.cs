namespace KubeApi.Client.Requests;

/// <summary>The media types of the API.</summary>
public static class MediaTypes
{
    /// <summary>JSON.</summary>
    public const string Json = "application/json";

    /// <summary>RFC 7386 merge patch.</summary>
    public const string MergePatch = "application/merge-patch+json";

    /// <summary>Kubernetes' own merge patch, which merges lists by the keys of their items.</summary>
    public const string StrategicPatch = "application/strategic-merge-patch+json";

    /// <summary>Server-side apply; JSON is YAML, too.</summary>
    public const string ApplyPatch = "application/apply-patch+yaml";

    /// <summary>RFC 6902 JSON patch.</summary>
    public const string JsonPatch = "application/json-patch+json";

    /// <summary>Groups, versions and resources in one document (KEP-3352), else the old form.</summary>
    public const string AggregatedDiscovery =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
        + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

    /// <summary>A list with the metadata of each object only.</summary>
    public const string PartialMetadataList = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

    /// <summary>The metadata of one object only.</summary>
    public const string PartialMetadata = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

    /// <summary>The server's columns, for one object or a list.</summary>
    public const string Table = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    /// <summary>The Accept header for one object.</summary>
    public static string ForObject(Representation representation) =>
        representation switch { Representation.Metadata => PartialMetadata, Representation.Table => Table, _ => Json };

    /// <summary>The Accept header for a list.</summary>
    public static string ForList(Representation representation) => representation is Representation.Metadata ? PartialMetadataList : ForObject(representation);

    /// <summary>Whether a media type is JSON, or a <c>+json</c> type.</summary>
    public static bool IsJson(string? mediaType) =>
        mediaType is not null
            && (mediaType.Equals(Json, StringComparison.OrdinalIgnoreCase) || mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
}
