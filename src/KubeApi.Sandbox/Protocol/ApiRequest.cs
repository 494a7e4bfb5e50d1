using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Rbac;

namespace KubeApi.Sandbox.Protocol;

/// <summary>The data about a request that the chain has collected.</summary>
internal sealed class ApiRequest(HttpContext http)
{
    public HttpContext Http { get; } = http;

    public RequestInfo Info { get; } = RequestInfo.Parse(http.Request);

    public User User { get; set; } = User.Anonymous;

    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>A query parameter; null if it is absent or empty.</summary>
    public string? Query(string name) => Http.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;

    /// <summary>A Boolean option: true unless it is absent, `false` or `0`.</summary>
    public bool IsTrue(string name) => Http.Request.Query.TryGetValue(name, out var value) && value.ToString() is not ("false" or "0");

    /// <summary>Whether nothing is stored. Any other value than All is rejected, because ignoring it would store the object.</summary>
    public bool IsDryRun => ReadDryRun([.. Http.Request.Query["dryRun"].OfType<string>().Where(value => value.Length > 0)], OptionsKind);

    public static bool ReadDryRun(IReadOnlyList<string> values, string kind) => values.All(value => value == "All")
        ? values.Count > 0
        : throw ApiErrors.Invalid(kind, "meta.k8s.io", "", [new StatusCause(
            "FieldValueNotSupported", $"Unsupported value: [{string.Join(',', values.Select(ApiErrors.Quote))}]: supported values: \"All\"", "dryRun")]);

    /// <summary>The kind of options in errors of this method.</summary>
    public string OptionsKind =>
        Http.Request.Method switch { "POST" => "CreateOptions", "PUT" => "UpdateOptions", "PATCH" => "PatchOptions", _ => "DeleteOptions" };
}
