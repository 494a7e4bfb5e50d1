using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Schemas;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Ownership;

/// <summary>Maintains `metadata.managedFields` with every write.</summary>
internal sealed class FieldManager(SandboxClock clock)
{
    private const string BeforeFirstApply = "before-first-apply";

    // The fields of an object's identity have no owner.
    private static readonly FieldSet s_unowned = FieldSet.Of(
    [
        [PathElement.Field("apiVersion")],
        [PathElement.Field("kind")],
        [PathElement.Field("metadata")],
        .. new[] { "name", "namespace", "creationTimestamp", "selfLink", "uid", "generation", "managedFields", "resourceVersion" }
            .Select(name => new[] { PathElement.Field("metadata"), PathElement.Field(name) }),
    ]);

    /// <summary>Assigns the fields that a create, a replace or a patch changed to its writer.</summary>
    /// <param name="live">The stored object; null for a create.</param>
    /// <param name="value">The new object; gets the new managedFields.</param>
    public void Update(ResourceType type, JsonObject? live, JsonObject value, Writer writer)
    {
        var owners = Sent(type, live, value, writer);
        // An object without managedFields is not tracked until the first apply.
        if (owners is { IsEmpty: true } && live is not null)
        {
            value["metadata"]?.AsObject().Remove("managedFields");
            return;
        }

        try
        {
            var schema = type.Schema;
            var owner = Owner.Updating(writer.Manager, type.ApiVersion, writer.Subresource);
            new OwnershipRules(schema, Unreachable(type, writer)).Update(Typed(type, live), Typed(type, value), owners, owner, type.ApiVersion, clock.Now);
            owners.Change(owner, fields => fields.Except(s_unowned));
            Store(value, owners);
        }
        catch (FormatException)
        {
            // A list with duplicate items: the owners stay unchanged, and the write continues.
            value.Child("metadata").Set("managedFields", live?.At("metadata.managedFields"));
        }
    }

    /// <summary>The result of an apply, with its managedFields.</summary>
    /// <param name="live">The stored object; null for a create.</param>
    /// <param name="applied">The fields of the apply; may contain nulls.</param>
    /// <exception cref="StatusException">400, 409 or 500.</exception>
    public JsonObject Apply(ResourceType type, JsonObject? live, JsonObject applied, Writer writer, bool isForced)
    {
        Check(type, applied);
        var schema = type.Schema;
        var before = Typed(type, live);
        var owners = ManagedFields.Read(live?.At("metadata.managedFields")) ?? new ManagedFields();
        var rules = new OwnershipRules(schema, Unreachable(type, writer));
        if (owners.IsEmpty && live is not null)
        {
            var earlier = Owner.Updating(BeforeFirstApply, type.ApiVersion, writer.Subresource);
            rules.Update(Typed(type, null), before, owners, earlier, type.ApiVersion, clock.Now);
            owners.Change(earlier, fields => fields.Except(s_unowned));
        }

        var owner = Owner.Applying(writer.Manager, writer.Subresource);
        var former = owners;
        owners = former.Copy();
        JsonObject result;
        try
        {
            result = rules.Apply(before, applied, owners, owner, type.ApiVersion, isForced);
        }
        catch (FieldConflictException exception)
        {
            if (!LastApplied.Allows(before, exception.Fields, writer, type))
            {
                throw FieldConflict.Failure(LastApplied.Remaining(before, exception, writer, type));
            }

            owners = former.Copy();
            result = rules.Apply(before, applied, owners, owner, type.ApiVersion, isForced: true);
        }

        owners.Change(owner, fields => fields.Except(s_unowned));
        // An apply that only adds an owner to existing values does not change the time.
        if (!JsonNode.DeepEquals(before, result))
        {
            owners.Touch(owner, clock.Now);
        }

        Shape(type, result);
        LastApplied.Refresh(result, applied, writer);
        Store(result, owners);
        return result;
    }

    // A client can set managedFields. Missing or invalid ones keep the existing entries; one empty entry clears them, and so does an empty list if it is
    // distinguishable from a missing one.
    private static ManagedFields Sent(ResourceType type, JsonObject? live, JsonObject value, Writer writer)
    {
        var kept = () => ManagedFields.Read(live?.At("metadata.managedFields")) ?? new ManagedFields();
        var sent = value.At("metadata.managedFields") as JsonArray;
        if (writer.Subresource.Length > 0 || sent is null)
        {
            return kept();
        }

        if ((sent.Count == 0 && !type.IsCustom) || sent is [JsonObject { Count: 0 }])
        {
            return new ManagedFields();
        }

        return sent.Count > 0 && ManagedFields.Read(sent) is { } owners ? owners : kept();
    }

    private static void Check(ResourceType type, JsonObject applied)
    {
        var (version, kind) = (applied.StringAt("apiVersion") ?? "", applied.StringAt("kind"));
        if (version != type.ApiVersion || kind != type.Kind)
        {
            throw ApiErrors.BadRequest($"invalid object type: {(version.Contains('/', StringComparison.Ordinal) ? version : "/" + version)}, Kind={kind}");
        }

        if (applied.At("metadata.managedFields") is not null)
        {
            throw ApiErrors.BadRequest("metadata.managedFields must be nil");
        }

        var faults = TypeChecker.Check(applied, type.Schema);
        if (faults.Count > 0)
        {
            var subject = $"{applied.StringAt("metadata.namespace")}/{applied.StringAt("metadata.name")}; {type.Group}/{type.Version}, "
                + $"Kind={applied.StringAt("kind")}";
            throw ApiErrors.UntypedPatch(subject, TypeFault.Describe(faults));
        }
    }

    // The main resource does not write the status, and a subresource writes only its part and the metadata.
    private static FieldSet Unreachable(ResourceType type, Writer writer) => writer.Subresource switch
    {
        "" => type.HasStatus ? FieldSet.Of([PathElement.Field("status")]) : new FieldSet(),
        var subresource when SubresourceType.PartOf(subresource) is { } part => FieldSet.Of(
        [
            .. type.Schema.Fields.Keys.Where(name => name != "metadata" && name != part.Split('.')[0]).Select(name => new[] { PathElement.Field(name) }),
            .. (subresource == "status" ? type.Rules.StatusKeeps : []).Select(path => path.Split('.').Select(PathElement.Field).ToArray()),
        ]),
        _ => new FieldSet(),
    };

    private static JsonObject Typed(ResourceType type, JsonObject? value)
    {
        var typed = (JsonObject?)value?.DeepClone() ?? [];
        typed["metadata"]?.AsObject().Remove("managedFields");
        Shape(type, typed);
        return typed;
    }

    // The typed form: without nulls and empty values, and with the fields that always exist.
    private static void Shape(ResourceType type, JsonObject value)
    {
        if (!type.IsCustom)
        {
            DropNulls(value);
            SchemaDefaults.FillObjects(value, type.Schema);
        }

        TypedForm.Read(type, value);
    }

    private static void DropNulls(JsonNode? value)
    {
        foreach (var (name, member) in (value as JsonObject)?.ToList() ?? [])
        {
            if (member is null)
            {
                ((JsonObject)value!).Remove(name);
            }

            DropNulls(member);
        }

        foreach (var item in value as JsonArray ?? [])
        {
            DropNulls(item);
        }
    }

    private static void Store(JsonObject value, ManagedFields owners)
    {
        value.Child("metadata")["managedFields"] = owners.Write();
    }
}
