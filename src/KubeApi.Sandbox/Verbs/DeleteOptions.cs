using KubeApi.Sandbox.Decoding;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Schemas;
using KubeApi.Sandbox.Strategies;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Verbs;

/// <summary>The options of a delete, from its body or, without one, from its query.</summary>
internal sealed record DeleteOptions
{
    private const string Kind = "DeleteOptions";

    public static DeleteOptions Background { get; } = new() { Propagation = Verbs.Propagation.Background };

    public bool IsDryRun { get; init; }

    /// <summary>Null for the default of the existing finalizers and of the kind.</summary>
    public Propagation? Propagation { get; init; }

    /// <summary>gracePeriodSeconds; null for terminationGracePeriodSeconds of the pod.</summary>
    public long? GracePeriod { get; init; }

    /// <summary>The uid that the object must have; null for any.</summary>
    public string? Uid { get; init; }

    /// <summary>The resourceVersion that the object must have; null for any.</summary>
    public string? Version { get; init; }

    public static async Task<DeleteOptions> ReadAsync(ApiRequest api, SchemaCatalog schemas)
    {
        var body = await Body.ReadOptionsAsync(api.Http.Request);
        try
        {
            ObjectDecoder.Decode(body ?? [], schemas.For("", "v1", Kind));
        }
        catch (FormatException exception)
        {
            // The only field with its own error.
            throw ApiErrors.BadRequest(exception.Message.Replace(".uid of type string", ".uid of type types.UID", StringComparison.Ordinal));
        }

        // Options in the body override the query.
        return body is not null ? Of(body) : Of([], api.IsDryRun, api.Query("propagationPolicy"), api.Query("orphanDependents")) with
        {
            GracePeriod = long.TryParse(api.Query("gracePeriodSeconds"), CultureInfo.InvariantCulture, out var seconds) ? seconds : null,
        };
    }

    /// <param name="body">A DeleteOptions object.</param>
    public static DeleteOptions Of(JsonObject body, bool isDryRun = false, string? policyInQuery = null, string? orphanInQuery = null)
    {
        var policy = body.StringAt("propagationPolicy") ?? policyInQuery;
        var orphans = body["orphanDependents"]?.ToJsonString() ?? orphanInQuery;
        List<StatusCause> causes = [];
        if (policy is not null && orphans is not null)
        {
            causes.Add(ApiErrors.InvalidValue(
                "propagationPolicy", ApiErrors.Quote(policy), "orphanDependents and deletionPropagation cannot be both set"));
        }

        // Enum.TryParse also accepts numbers.
        if (policy is not null && !Enum.GetNames<Propagation>().Contains(policy))
        {
            causes.Add(ApiErrors.Unsupported("propagationPolicy", policy, ["Foreground", "Background", "Orphan", "nil"]));
        }

        if (causes.Count > 0)
        {
            throw ApiErrors.Invalid(Kind, "meta.k8s.io", "", causes);
        }

        return new DeleteOptions
        {
            IsDryRun = isDryRun || ApiRequest.ReadDryRun(body["dryRun"].Texts(), Kind),
            Propagation = policy is not null ? Enum.Parse<Propagation>(policy)
                : orphans is not null ? orphans is "true" or "1" ? Verbs.Propagation.Orphan : Verbs.Propagation.Background
                : null,
            GracePeriod = body.IntegerAt("gracePeriodSeconds"),
            Uid = body.StringAt("preconditions.uid") is { Length: > 0 } uid ? uid : null,
            Version = body.StringAt("preconditions.resourceVersion") is { Length: > 0 } version ? version : null,
        };
    }

    /// <summary>Adds or removes the garbage collector's finalizers of a deleted object; false if nothing changes.</summary>
    public bool Mark(ResourceType type, JsonObject value)
    {
        var present = Finalizers.Of(value);
        var propagation = Propagation
            ?? (present.Contains(Finalizers.Orphan) ? Verbs.Propagation.Orphan
            : present.Contains(Finalizers.Foreground) ? Verbs.Propagation.Foreground
            : type.Rules.OrphansByDefault ? Verbs.Propagation.Orphan
            : Verbs.Propagation.Background);
        var own = propagation switch { Verbs.Propagation.Orphan => Finalizers.Orphan, Verbs.Propagation.Foreground => Finalizers.Foreground, _ => null };
        var wanted = present.Where(finalizer => finalizer is not (Finalizers.Orphan or Finalizers.Foreground)).Concat(own is null ? [] : [own]).ToList();
        if (wanted.ToHashSet().SetEquals(present))
        {
            return false;
        }

        value.Child("metadata")["finalizers"] = new JsonArray([.. wanted.Select(finalizer => JsonValue.Create(finalizer))]);
        return true;
    }
}
