using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Ownership;

/// <summary>`metadata.managedFields`: every owner with its fields.</summary>
internal sealed class ManagedFields
{
    private const string Applying = "Apply";
    private const string Updating = "Update";


    private readonly Dictionary<Owner, OwnedFields> _owners;

    public ManagedFields() => _owners = [];

    private ManagedFields(IEnumerable<KeyValuePair<Owner, OwnedFields>> owners) => _owners = new Dictionary<Owner, OwnedFields>(owners);

    public bool IsEmpty => _owners.Count == 0;

    public IReadOnlyCollection<Owner> Owners => [.. _owners.Keys];

    /// <summary>Null for an owner without fields. Setting an empty set removes the owner.</summary>
    public OwnedFields? this[Owner owner]
    {
        get => _owners.GetValueOrDefault(owner);
        set
        {
            if (value is null || value.Fields.IsEmpty)
            {
                _owners.Remove(owner);
            }
            else
            {
                _owners[owner] = value;
            }
        }
    }

    public ManagedFields Copy() => new(_owners);

    /// <summary>The fields of all owners.</summary>
    public FieldSet All() => _owners.Values.Aggregate(new FieldSet(), (all, owned) => all.Union(owned.Fields));

    /// <summary>Changes only the fields of an owner.</summary>
    public void Change(Owner owner, Func<FieldSet, FieldSet> change)
    {
        if (_owners.TryGetValue(owner, out var owned))
        {
            this[owner] = owned with { Fields = change(owned.Fields) };
        }
    }

    /// <summary>Sets the time of an owner's entry.</summary>
    public void Touch(Owner owner, string? time)
    {
        if (_owners.TryGetValue(owner, out var owned))
        {
            _owners[owner] = owned with { Time = time };
        }
    }

    /// <summary>Whether all owners have the same fields in both, ignoring times.</summary>
    public bool HasSameFields(ManagedFields other) => _owners.Count == other._owners.Count && _owners.All(entry =>
        other._owners.TryGetValue(entry.Key, out var others) && entry.Value.ApiVersion == others.ApiVersion && entry.Value.Fields.SetEquals(others.Fields));

    /// <summary>Null if the entries cannot be read.</summary>
    public static ManagedFields? Read(JsonNode? entries)
    {
        var result = new ManagedFields();
        try
        {
            foreach (var entry in (entries as JsonArray ?? []).Select(entry => entry as JsonObject ?? throw new FormatException("An entry is no object.")))
            {
                var operation = entry.StringAt("operation");
                if (operation is not (Applying or Updating) || entry.StringAt("fieldsType") is not (null or "FieldsV1"))
                {
                    return null;
                }

                var version = entry.StringAt("apiVersion") ?? "";
                var (manager, subresource) = (entry.StringAt("manager") ?? "", entry.StringAt("subresource") ?? "");
                var owner = operation == Applying ? Owner.Applying(manager, subresource) : Owner.Updating(manager, version, subresource);
                result[owner] = new OwnedFields(FieldsV1.Read(entry["fieldsV1"] as JsonObject ?? []), version, entry.StringAt("time"));
            }
        }
        catch (FormatException)
        {
            return null;
        }

        return result;
    }

    /// <summary>Sorted as in a real server: applies before updates, then by time and name.</summary>
    public JsonArray Write() => [.. _owners
        .OrderBy(entry => entry.Key.Applies ? 0 : 1)
        .ThenBy(entry => Seconds(entry.Value.Time))
        .ThenBy(entry => entry.Key.Manager, StringComparer.Ordinal)
        .ThenBy(entry => entry.Value.ApiVersion, StringComparer.Ordinal)
        .ThenBy(entry => entry.Key.Subresource, StringComparer.Ordinal)
        .Select(entry => (JsonNode)Write(entry.Key, entry.Value))];

    private static JsonObject Write(Owner owner, OwnedFields owned)
    {
        var entry = new JsonObject { ["manager"] = owner.Manager, ["operation"] = owner.Applies ? Applying : Updating, ["apiVersion"] = owned.ApiVersion };
        if (owned.Time is not null)
        {
            entry["time"] = owned.Time;
        }

        entry["fieldsType"] = "FieldsV1";
        entry["fieldsV1"] = FieldsV1.Write(owned.Fields);
        if (owner.Subresource.Length > 0)
        {
            entry["subresource"] = owner.Subresource;
        }

        return entry;
    }

    private static long Seconds(string? time) =>
        DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment.ToUnixTimeSeconds() : 0;
}
