using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Errors;

/// <summary>The failures for unsupported media types.</summary>
internal static class MediaTypeErrors
{
    private const string PatchTypes = "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml";
    private const string BodyTypes = "application/json, application/yaml, application/vnd.kubernetes.protobuf";
    private const string StreamTypes = "application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch";

    /// <summary>None of the accepted types is supported for this resource and verb.</summary>
    public static StatusException NotAcceptable(ResourceType type, string verb) =>
        type.IsCustom ? NotNegotiated() : NoRoute(verb is "list" or "watch" ? $"{BodyTypes}, {StreamTypes}" : BodyTypes);

    public static StatusException NotAcceptable() => NoRoute($"{BodyTypes}, {StreamTypes}");

    /// <summary>The type is known, but not with these parameters.</summary>
    public static StatusException NotNegotiated() => NotAcceptable($"only the following media types are accepted: {BodyTypes}");

    /// <summary>The type is known, but not as a stream.</summary>
    public static StatusException NotAStream() => NotAcceptable($"only the following media types are accepted: {StreamTypes}");

    /// <summary>The type is known, but not for this request.</summary>
    public static StatusException NotAcceptable(string message) => ApiErrors.Fail(406, "NotAcceptable", message);

    public static StatusException UnsupportedBody() => UnknownFormat(BodyTypes);

    public static StatusException UnsupportedPatch() => UnknownFormat(PatchTypes);

    public static StatusException NotAPatch() => ApiErrors.Fail(415, "UnsupportedMediaType", "415: Unsupported Media Type", new StatusDetails());

    private static StatusException UnknownFormat(string known) =>
        ApiErrors.Fail(415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: {known}");

    // From the server's router, before any handler.
    private static StatusException NoRoute(string available) =>
        new(new Status(406, "NotAcceptable", $"406: Not Acceptable\n\nAvailable representations: {available}", new StatusDetails()))
        {
            IsAlwaysIndented = true,
        };
}
