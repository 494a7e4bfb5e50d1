namespace KubeApi.Sandbox.Ownership;

/// <summary>A field set as managedFields show it: `{"f:data":{".":{},"f:color":{}}}`; `.` is the field itself, and is optional without a subtree.</summary>
internal static class FieldsV1
{
    private const string Self = ".";

    public static JsonObject Write(FieldSet set)
    {
        var document = new JsonObject();
        foreach (var (step, isMember, below) in set.Steps)
        {
            var child = below is null ? [] : Write(below);
            if (isMember && below is not null)
            {
                child.Insert(0, Self, new JsonObject());
            }

            document[step.ToText()] = child;
        }

        return document;
    }

    /// <exception cref="FormatException">The document is not valid FieldsV1.</exception>
    public static FieldSet Read(JsonObject document)
    {
        var set = new FieldSet();
        foreach (var (name, value) in document)
        {
            if (name == Self || PathElement.Parse(name) is not { } step)
            {
                continue;
            }

            var child = value as JsonObject ?? throw new FormatException($"What stands below '{name}' is no object.");
            var below = Read(child);
            set.Put(step, below.IsEmpty || child.ContainsKey(Self), below);
        }

        return set;
    }
}
