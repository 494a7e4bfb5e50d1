using System.Text.Json.Nodes;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Http;
using KubeApi.Sandbox.Objects;

namespace KubeApi.Sandbox.Verbs;

/// <summary>The options of a delete, from its body or, without one, from its query.</summary>
internal sealed record DeleteOptions
{
    private const string Kind = "DeleteOptions";

    public static DeleteOptions Background { get; } = new() { Propagation = Verbs.Propagation.Background };

    public bool IsDryRun { get; init; }

    /// <summary>Null leaves it to the finalizers that are there, and to the kind.</summary>
    public Propagation? Propagation { get; init; }

    /// <summary>The uid that the object must have; null for any.</summary>
    public string? Uid { get; init; }

    /// <summary>The resourceVersion that the object must have; null for any.</summary>
    public string? Version { get; init; }

    public static async Task<DeleteOptions> ReadAsync(ApiRequest api)
    {
        // Where there is a body, nothing of the query counts.
        return await Body.ReadOptionsAsync(api.Http.Request) is { } body
            ? Of(body)
            : Of([], api.IsDryRun, api.Query("propagationPolicy"), api.Query("orphanDependents"));
    }

    /// <param name="body">A DeleteOptions object.</param>
    public static DeleteOptions Of(JsonObject body, bool isDryRun = false, string? policyInQuery = null, string? orphanInQuery = null)
    {
        var policy = body.StringAt("propagationPolicy") ?? policyInQuery;
        var orphans = body["orphanDependents"]?.ToJsonString() ?? orphanInQuery;
        if (policy is not null && orphans is not null)
        {
            throw Invalid(StatusAnswers.InvalidValue("propagationPolicy", StatusAnswers.Quote(policy), "orphanDependents and deletionPropagation cannot be both set"));
        }

        // Enum.TryParse would take numbers too.
        if (policy is not null && !Enum.GetNames<Propagation>().Contains(policy))
        {
            throw Invalid(StatusAnswers.Unsupported("propagationPolicy", policy, ["Foreground", "Background", "Orphan", "nil"]));
        }

        return new DeleteOptions
        {
            IsDryRun = isDryRun || ApiRequest.ReadDryRun(body["dryRun"].Texts(), Kind),
            Propagation = policy is not null ? Enum.Parse<Propagation>(policy)
                : orphans is not null ? orphans is "true" or "1" ? Verbs.Propagation.Orphan : Verbs.Propagation.Background
                : null,
            Uid = body.StringAt("preconditions.uid") is { Length: > 0 } uid ? uid : null,
            Version = body.StringAt("preconditions.resourceVersion") is { Length: > 0 } version ? version : null,
        };
    }

    /// <summary>Puts the garbage collector's finalizers on what is deleted, or takes those off that are not meant; false if they stand right.</summary>
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

    private static StatusException Invalid(StatusCause cause) => StatusAnswers.Invalid(Kind, "meta.k8s.io", "", [cause]);
}
