using System.Security.Cryptography;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Schemas;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Strategies;

/// <summary>The processing of every object between request and store: names, uid, generation, defaults, validation.</summary>
internal sealed class ObjectRules(SandboxClock clock)
{
    // No vowels, to avoid words, and no ambiguous characters.
    private const string NameAlphabet = "bcdfghjklmnpqrstvwxz2456789";

    private static readonly string[] s_keptMetadata =
    [
        "name", "generateName", "uid", "resourceVersion", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation",
    ];

    /// <summary>Sets name and namespace of a new object; generates the name if requested.</summary>
    public static void Place(ResourceType type, JsonObject value, string @namespace)
    {
        var metadata = value.Child("metadata");
        PlaceIn(type, metadata, @namespace);
        if (metadata.StringAt("resourceVersion") is { Length: > 0 } version && version != "0")
        {
            throw ApiErrors.PassedOn("resourceVersion should not be set on objects to be created");
        }

        if (metadata.StringAt("name") is not { Length: > 0 } && metadata.StringAt("generateName") is { Length: > 0 } prefix)
        {
            metadata["name"] = prefix[..Math.Min(prefix.Length, 58)] + RandomNumberGenerator.GetString(NameAlphabet, 5);
        }
    }

    /// <summary>Adds the server's metadata and fields, which have no owner, to a new object.</summary>
    public void PrepareCreate(ResourceType type, JsonObject value)
    {
        var metadata = value.Child("metadata");
        foreach (var name in (string[])["resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "generation"])
        {
            metadata.Remove(name);
        }

        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = clock.Now;
        if (type.Rules.HasGeneration)
        {
            metadata["generation"] = 1;
        }

        if (type.HasStatus && !type.Rules.KeepsStatusOnCreate)
        {
            value.Remove("status");
        }

        AddOwn(type, value);
        Validate(type, value, null);
    }

    /// <summary>Prepares the new state of an object.</summary>
    /// <param name="current">The stored object, as a tree.</param>
    /// <param name="value">The new object; changed in place.</param>
    public static void PrepareUpdate(ResourceType type, StoredObject stored, JsonObject current, JsonObject value)
    {
        KeepMetadata(type, stored, current, value);
        if (type.HasStatus)
        {
            value.Set("status", current["status"]);
        }

        if (type.Rules.Finalizers is { } path)
        {
            value.Set(path, current.At(path));
        }

        KindStrategy.PrepareForUpdate(type.QualifiedResource, current, value);
        AddOwn(type, value);
        CheckChange(type, current, value);
    }

    /// <summary>Prepares the write of a part, as by a subresource: the rest of the body is ignored.</summary>
    /// <param name="part">Its path.</param>
    public static void PreparePart(ResourceType type, StoredObject stored, JsonObject current, JsonObject value, string part)
    {
        KeepMetadata(type, stored, current, value);
        var written = value.At(part)?.DeepClone();
        foreach (var name in value.Select(member => member.Key).Union(current.Select(member => member.Key)).ToList())
        {
            if (name is not ("metadata" or "kind" or "apiVersion"))
            {
                value.Set(name, current[name]);
            }
        }

        value.Set(part, written);
        type.Normalize(value);
        Validate(type, value, current);
        if (part.StartsWith("spec", StringComparison.Ordinal))
        {
            CountGeneration(type, current, value);
        }
    }

    /// <summary>Validates a change, and counts it.</summary>
    public static void CheckChange(ResourceType type, JsonObject current, JsonObject value)
    {
        Validate(type, value, current);
        CountGeneration(type, current, value);
    }

    /// <summary>The body's name must be the path's.</summary>
    public static void CheckName(JsonObject value, string name)
    {
        if (value.StringAt("metadata.name") is not { Length: > 0 } given)
        {
            throw ApiErrors.BadRequest($"the name of the object ({name} based on URL) was undeterminable: name must be provided");
        }

        if (given != name)
        {
            throw ApiErrors.BadRequest($"the name of the object ({given}) does not match the name on the URL ({name})");
        }
    }

    /// <summary>The body's namespace must be the path's, if it has one.</summary>
    public static void PlaceIn(JsonObject metadata, string @namespace)
    {
        if (metadata.StringAt("namespace") is { Length: > 0 } given && given != @namespace)
        {
            throw ApiErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        }

        metadata["namespace"] = @namespace;
    }

    private static void PlaceIn(ResourceType type, JsonObject metadata, string @namespace)
    {
        if (!type.IsNamespaced)
        {
            metadata.Remove("namespace");
            return;
        }

        PlaceIn(metadata, @namespace);
    }

    private static void KeepMetadata(ResourceType type, StoredObject stored, JsonObject current, JsonObject value)
    {
        var metadata = value.Child("metadata");
        PlaceIn(type, metadata, stored.Namespace);
        if (type.Rules.NeedsVersion && metadata.StringAt("resourceVersion") is not { Length: > 0 })
        {
            throw ApiErrors.VersionMissing(type, stored.Name);
        }

        if (metadata.StringAt("resourceVersion") is { Length: > 0 } version && version != current.StringAt("metadata.resourceVersion"))
        {
            throw ApiErrors.Conflict(type, stored.Name);
        }

        foreach (var name in s_keptMetadata)
        {
            metadata.Set(name, current.At("metadata." + name));
        }
    }

    // Brings the object into the form of its type: the only time in a write. A Service that still needs numbers gets it with them.
    private static void AddOwn(ResourceType type, JsonObject value)
    {
        KindStrategy.PrepareForCreate(type.QualifiedResource, value);
        if (!type.IsCustom)
        {
            SchemaDefaults.FillObjects(value, type.Schema);
        }

        if (type.Rules.Added is { } added)
        {
            Defaults.Apply(value, added);
        }

        if (type.QualifiedResource != ServiceSpec.Resource || !ServiceSpec.NeedsNumbers(value))
        {
            type.Normalize(value);
        }
    }

    private static void Validate(ResourceType type, JsonObject value, JsonObject? current)
    {
        var name = value.StringAt("metadata.name") ?? "";
        var causes = new List<StatusCause>();
        if (name.Length == 0)
        {
            causes.Add(ApiErrors.Required("metadata.name", "name or generateName is required"));
        }
        else
        {
            causes.AddRange(
                type.Rules.NameRule.Validate(name).Select(error => ApiErrors.InvalidValue("metadata.name", ApiErrors.Quote(name), error)));
        }

        if (value.StringAt("metadata.generateName") is { Length: > 0 } prefix)
        {
            causes.AddRange(
                type.Rules.NameRule.Validate(prefix.TrimEnd('-')).Select(
                    error => ApiErrors.InvalidValue("metadata.generateName", ApiErrors.Quote(prefix), error)));
        }

        causes.AddRange(LabelRule.Validate(value["metadata"] as JsonObject ?? []));
        causes.AddRange(
            type.Custom is { } custom ? CustomValidator.Validate(value, custom) : SchemaValidator.Validate(value, type.Schema, "", "metadata", "status"));
        causes.AddRange(KindValidation.Validate(type, value, current));
        if (causes.Count > 0)
        {
            throw ApiErrors.Invalid(type, name, causes);
        }
    }

    private static void CountGeneration(ResourceType type, JsonObject current, JsonObject value)
    {
        if (type.Rules.HasGeneration && !IsSameSpec(type, current, value))
        {
            value.Child("metadata")["generation"] = (current.IntegerAt("metadata.generation") ?? 0) + 1;
        }
    }

    private static bool IsSameSpec(ResourceType type, JsonObject current, JsonObject value)
    {
        var names = current.Select(member => member.Key).Union(value.Select(member => member.Key))
            .Where(name => name is not ("metadata" or "kind" or "apiVersion") && (name != "status" || !type.HasStatus));
        return names.All(name => JsonNode.DeepEquals(current[name], value[name]));
    }
}
