using System.Security.Cryptography;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Objects;
using KubeApi.Sandbox.Store;

namespace KubeApi.Sandbox.Verbs;

/// <summary>What happens to every object between the request and the store, whatever its kind: names, ids, generation, defaults, checks.</summary>
internal sealed class ObjectRules(Cluster cluster)
{
    // No vowels, so that no words come out, and nothing that looks like another character.
    private const string NameAlphabet = "bcdfghjklmnpqrstvwxz2456789";

    public void PrepareCreate(ResourceType type, JsonObject value, string @namespace)
    {
        CheckMetadata(type, value);
        var metadata = value.Child("metadata");
        PlaceIn(type, metadata, @namespace);
        if (metadata.StringAt("resourceVersion") is { Length: > 0 } version && version != "0")
        {
            throw StatusAnswers.VersionOnCreate();
        }

        if (metadata.StringAt("name") is not { Length: > 0 } && metadata.StringAt("generateName") is { Length: > 0 } prefix)
        {
            metadata["name"] = prefix[..Math.Min(prefix.Length, 58)] + RandomNumberGenerator.GetString(NameAlphabet, 5);
        }

        foreach (var name in (string[])["resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields", "selfLink", "generation"])
        {
            metadata.Remove(name);
        }

        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = cluster.Now;
        if (type.Rules.HasGeneration)
        {
            metadata["generation"] = 1;
        }

        if (type.HasStatus && !type.Rules.KeepsStatusOnCreate)
        {
            value.Remove("status");
        }

        Complete(type, value);
        Validate(type, value);
    }

    /// <param name="current">What is stored, as a tree.</param>
    /// <param name="value">What shall be stored; becomes it.</param>
    public static void PrepareUpdate(ResourceType type, StoredObject stored, JsonObject current, JsonObject value)
    {
        CheckMetadata(type, value);
        var metadata = value.Child("metadata");
        PlaceIn(type, metadata, stored.Namespace);
        if (metadata.StringAt("resourceVersion") is { Length: > 0 } version && version != current.StringAt("metadata.resourceVersion"))
        {
            throw StatusAnswers.Conflict(type, stored.Name);
        }

        if (metadata.StringAt("uid") is { Length: > 0 } uid && uid != stored.Uid)
        {
            throw StatusAnswers.UidConflict(type, stored.Name, uid, stored.Uid);
        }

        foreach (var name in (string[])["name", "generateName", "uid", "resourceVersion", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation"])
        {
            metadata.Set(name, current.At("metadata." + name));
        }

        // Ownership is not computed yet: what is there stays, unless an empty list clears it.
        if (metadata["managedFields"] is not JsonArray { Count: 0 })
        {
            metadata.Set("managedFields", current.At("metadata.managedFields"));
        }

        if (type.HasStatus)
        {
            value.Set("status", current["status"]);
        }

        Complete(type, value);
        Validate(type, value);
        if (type.Rules.HasGeneration && !IsSameSpec(current, value))
        {
            metadata["generation"] = (current.IntegerAt("metadata.generation") ?? 0) + 1;
        }
    }

    /// <summary>The body's name must be the path's.</summary>
    public static void CheckName(JsonObject value, string name)
    {
        if (value.StringAt("metadata.name") is not { Length: > 0 } given)
        {
            throw StatusAnswers.BadRequest($"the name of the object ({name} based on URL) was undeterminable: name must be provided");
        }

        if (given != name)
        {
            throw StatusAnswers.BadRequest($"the name of the object ({given}) does not match the name on the URL ({name})");
        }
    }

    // What the store reads by itself must have its type; everything else is the business of the schema.
    private static void CheckMetadata(ResourceType type, JsonObject value)
    {
        if (value["metadata"] is not (null or JsonObject))
        {
            throw Untyped(type, "metadata", "metadata of type v1.ObjectMeta");
        }

        foreach (var (name, member) in value["metadata"] as JsonObject ?? [])
        {
            switch (name)
            {
                case "name" or "generateName" or "namespace" or "uid" or "resourceVersion" when member is not null && !IsString(member):
                    throw Untyped(type, name, $"ObjectMeta.metadata.{name} of type string");
                case "labels" or "annotations" when member is not null && !(member is JsonObject map && map.All(entry => entry.Value is null || IsString(entry.Value))):
                    throw Untyped(type, name, $"ObjectMeta.metadata.{name} of type string");
                case "finalizers" when member is not null && !(member is JsonArray list && list.All(entry => entry is not null && IsString(entry))):
                    throw Untyped(type, name, "ObjectMeta.metadata.finalizers of type string");
            }
        }
    }

    private static bool IsString(JsonNode node) => node.GetValueKind() == System.Text.Json.JsonValueKind.String;

    private static StatusException Untyped(ResourceType type, string name, string target) => StatusAnswers.BadRequest(
        $"{type.Kind} in version {StatusAnswers.Quote(type.Version)} cannot be handled as a {type.Kind}: json: cannot unmarshal {name} into Go struct field {target}");

    private static void PlaceIn(ResourceType type, JsonObject metadata, string @namespace)
    {
        if (!type.IsNamespaced)
        {
            metadata.Remove("namespace");
            return;
        }

        if (metadata.StringAt("namespace") is { Length: > 0 } given && given != @namespace)
        {
            throw StatusAnswers.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        }

        metadata["namespace"] = @namespace;
    }

    private static void Complete(ResourceType type, JsonObject value)
    {
        KindSteps.Apply(type.QualifiedResource, value);
        if (type.Rules.Defaults is { } defaults)
        {
            Defaults.Apply(value, defaults);
        }

        if (type.Rules.PodSpec is { } path && value.At(path) is JsonObject podSpec)
        {
            KindSteps.CompletePodSpec(podSpec);
        }
    }

    private static void Validate(ResourceType type, JsonObject value)
    {
        var name = value.StringAt("metadata.name") ?? "";
        var causes = new List<StatusCause>();
        if (name.Length == 0)
        {
            causes.Add(StatusAnswers.Required("metadata.name", "name or generateName is required"));
        }
        else
        {
            causes.AddRange(type.Rules.NameRule.Complaints(name).Select(complaint => StatusAnswers.InvalidValue("metadata.name", StatusAnswers.Quote(name), complaint)));
        }

        causes.AddRange(type.Rules.Required.Where(path => IsMissing(value.At(path))).Select(path => StatusAnswers.Required(path)));
        if (causes.Count > 0)
        {
            throw StatusAnswers.Invalid(type, name, causes);
        }
    }

    private static bool IsMissing(JsonNode? node) => node is null or JsonArray { Count: 0 };

    private static bool IsSameSpec(JsonObject current, JsonObject value)
    {
        var names = current.Select(member => member.Key).Union(value.Select(member => member.Key))
            .Where(name => name is not ("metadata" or "status" or "kind" or "apiVersion"));
        return names.All(name => JsonNode.DeepEquals(current[name], value[name]));
    }
}
