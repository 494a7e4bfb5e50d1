using System.Security.Cryptography;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Discovery;

/// <summary>`/api`, `/apis` and the documents below them down to the resource lists.</summary>
internal sealed class DiscoveryDocuments(ResourceCatalog catalog, bool hasMetrics) : IDocument
{
    private const string AggregatedType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private readonly Lazy<(byte[] Json, string ETag)> _core = new(() => Tagged(Recorded.Bytes("discovery/api-aggregated.json")));
    private readonly Derived<(byte[] Json, string ETag)> _groups = new(definitions => Tagged(JsonText.ToBytes(With(
        "discovery/apis-aggregated.json", "items",
        CustomDiscovery.Groups(definitions).Select(CustomDiscovery.Aggregated).Concat(Metrics(hasMetrics, "aggregated"))))));

    private readonly Derived<JsonObject> _groupList = new(definitions => With(
        "discovery/apis-legacy.json", "groups",
        CustomDiscovery.Groups(definitions).Select(CustomDiscovery.Legacy).Concat(Metrics(hasMetrics, "legacy"))));

    public async Task<bool> TryHandleAsync(HttpContext context)
    {
        var custom = catalog.CustomDefinitions;
        var parts = (context.Request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        var response = parts switch
        {
            ["api"] => WriteRootAsync(context, _core.Value, () => LegacyCore(context)),
            ["apis"] => WriteRootAsync(context, _groups.From(custom), () => JsonText.ToBytes(_groupList.From(custom))),
            ["api", var version] when catalog.HasVersion("", version) => ResourcesAsync(context, version),
            ["apis", var group] when catalog.HasGroup(group) => HandleAsync(context, Group(_groupList.From(custom), group)),
            ["apis", var group, var version] when catalog.HasVersion(group, version) =>
                ResourcesAsync(context, $"{group}_{version}", CustomDiscovery.Resources(custom, group, version)),
            _ => null,
        };
        if (response is null)
        {
            return false;
        }

        await response;
        return true;
    }

    // A definition may add to a built-in group version.
    private static Task ResourcesAsync(HttpContext context, string name, JsonObject? custom = null)
    {
        var recorded = $"discovery/groups/{name}.json";
        return HandleAsync(context, !Recorded.Exists(recorded) ? JsonText.ToBytes(custom)
            : custom?["resources"] is JsonArray { Count: > 0 } more
            ? JsonText.ToBytes(With(recorded, "resources", more.Select(resource => resource!.DeepClone())))
            : Recorded.Bytes(recorded));
    }

    // The group with the lowest priority: the last one.
    private static IEnumerable<JsonObject> Metrics(bool hasMetrics, string form) =>
        hasMetrics ? [(JsonObject)Recorded.Object("discovery/metrics.json")[form]!.DeepClone()] : [];

    private static JsonObject With(string recorded, string list, IEnumerable<JsonNode> more)
    {
        var document = Recorded.Object(recorded);
        more.ToList().ForEach(((JsonArray)document[list]!).Add);
        return document;
    }

    private static Task HandleAsync(HttpContext context, byte[] json)
    {
        RequireGet(context);
        AcceptHeader.RequireJson(context.Request);
        return ResponseWriter.JsonAsync(context, 200, json);
    }

    // The aggregated form if the client accepts it; else the legacy form.
    private static async Task WriteRootAsync(HttpContext context, (byte[] Json, string ETag) aggregated, Func<byte[]> legacy)
    {
        RequireGet(context);
        var isAggregated = AcceptHeader.Ranges(context.Request).Any(range =>
            range.Type == "application/json"
            && range.Parameters.GetValueOrDefault("g") == "apidiscovery.k8s.io"
            && range.Parameters.GetValueOrDefault("v") == "v2"
            && range.Parameters.GetValueOrDefault("as") == "APIGroupDiscoveryList");
        if (!isAggregated)
        {
            AcceptHeader.RequireJson(context.Request);
            await ResponseWriter.JsonAsync(context, 200, legacy());
            return;
        }

        context.Response.Headers.CacheControl = "public";
        context.Response.Headers.Vary = "Accept";
        context.Response.Headers.ETag = aggregated.ETag;
        if (context.Request.Headers.IfNoneMatch.Contains(aggregated.ETag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await ResponseWriter.BytesAsync(context, 200, AggregatedType, aggregated.Json);
    }

    private static void RequireGet(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            throw ApiErrors.MethodNotAllowed();
        }
    }

    private static (byte[] Json, string ETag) Tagged(byte[] json) => (json, $"\"{Convert.ToHexString(SHA512.HashData(json))}\"");

    private static byte[] LegacyCore(HttpContext context) => JsonText.ToBytes(new JsonObject
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject
        {
            ["clientCIDR"] = "0.0.0.0/0",
            ["serverAddress"] = context.Request.Host.Value,
        }),
    });

    private static byte[] Group(JsonObject groupList, string name)
    {
        var listed = ((JsonArray)groupList["groups"]!).OfType<JsonObject>().First(group => group.StringAt("name") == name);
        var group = new JsonObject { ["kind"] = "APIGroup", ["apiVersion"] = "v1" };
        foreach (var (member, value) in listed)
        {
            group[member] = value?.DeepClone();
        }

        return JsonText.ToBytes(group);
    }
}
