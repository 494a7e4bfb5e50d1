using KubeApi.Sandbox.Schemas;

namespace KubeApi.Sandbox.Ownership;

/// <summary>The fields that differ between two states of an object.</summary>
internal sealed class Comparison
{
    private readonly List<PathElement> _path = [];

    private Comparison()
    {
    }

    public FieldSet Removed { get; private set; } = new();

    public FieldSet Modified { get; private set; } = new();

    public FieldSet Added { get; private set; } = new();

    public static Comparison Of(JsonObject before, JsonObject after, Schema schema)
    {
        var comparison = new Comparison();
        comparison.Compare(new Side(before), new Side(after), schema);
        return comparison;
    }

    /// <summary>Without some fields and all below them.</summary>
    public Comparison Except(FieldSet ignored) =>
        new() { Removed = Removed.ExceptBelow(ignored), Modified = Modified.ExceptBelow(ignored), Added = Added.ExceptBelow(ignored) };

    private void Compare(Side before, Side after, Schema schema)
    {
        var (left, right) = (schema.For(before.Value), schema.For(after.Value));
        if (before.IsPresent && after.IsPresent && left.Shape != right.Shape)
        {
            // An untyped value has become another type: all its fields are removed.
            CompareAs(before, after, left);
        }

        var isLeaf = CompareAs(before, after, after.IsPresent ? right : left);
        if (!isLeaf && !before.IsPresent)
        {
            Added.Add(_path);
        }
        else if (!isLeaf && !after.IsPresent)
        {
            Removed.Add(_path);
        }
    }

    // True if the value was compared as a whole.
    private bool CompareAs(Side before, Side after, Schema schema)
    {
        if (schema.IsAtomic || schema.Shape == SchemaShape.Scalar || (before.IsEmpty && after.IsEmpty))
        {
            CompareWhole(before, after);
            return true;
        }

        if (schema.Shape == SchemaShape.List)
        {
            CompareItems(before.Value as JsonArray, after.Value as JsonArray, schema);
            return false;
        }

        var (left, right) = (before.Value as JsonObject ?? [], after.Value as JsonObject ?? []);
        foreach (var name in left.Select(member => member.Key).Union(right.Select(member => member.Key)))
        {
            Descend(PathElement.Field(name), Side.Of(left, name), Side.Of(right, name), schema.Member(name) ?? Schema.Anything);
        }

        return false;
    }

    private void CompareWhole(Side before, Side after)
    {
        if (!before.IsPresent)
        {
            Added.Add(_path);
        }
        else if (!after.IsPresent)
        {
            Removed.Add(_path);
        }
        else if (!JsonNode.DeepEquals(before.Value, after.Value))
        {
            Modified.Add(_path);
        }
    }

    private void CompareItems(JsonArray? before, JsonArray? after, Schema list)
    {
        var (left, right) = (ByStep(list, before), ByStep(list, after));
        foreach (var step in left.Keys.Union(right.Keys))
        {
            var (lefts, rights) = (left.GetValueOrDefault(step) ?? [], right.GetValueOrDefault(step) ?? []);
            if (lefts.Count <= 1 && rights.Count <= 1)
            {
                Descend(step, Side.First(lefts), Side.First(rights), list.Element!);
            }
            else if (lefts.Count > 1 && rights.Count > 1)
            {
                // Items with the same identity are compared together.
                if (lefts.Count != rights.Count || lefts.Zip(rights).Any(pair => !JsonNode.DeepEquals(pair.First, pair.Second)))
                {
                    Modified.Add([.. _path, step]);
                }
            }
            else
            {
                var hadMany = lefts.Count > 1;
                if ((hadMany ? rights : lefts).Count == 1)
                {
                    Descend(step, hadMany ? default : Side.First(lefts), hadMany ? Side.First(rights) : default, list.Element!);
                }

                (hadMany ? Removed : Added).Add([.. _path, step]);
            }
        }
    }

    private void Descend(PathElement step, Side before, Side after, Schema schema)
    {
        _path.Add(step);
        Compare(before, after, schema);
        _path.RemoveAt(_path.Count - 1);
    }

    private static Dictionary<PathElement, IReadOnlyList<JsonNode?>> ByStep(Schema list, JsonArray? items) =>
        ListItems.Group(list, items).ToDictionary(group => group.Step, group => group.Items);
}
