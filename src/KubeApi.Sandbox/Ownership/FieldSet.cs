using KubeApi.Sandbox.Schemas;

namespace KubeApi.Sandbox.Ownership;

/// <summary>
/// A set of paths into an object, as a tree. A path can be a member independently of the paths below it: the owner of a map need not own its entries.
/// </summary>
internal sealed class FieldSet
{
    private readonly SortedDictionary<PathElement, Node> _nodes = [];

    private readonly record struct Node(bool IsMember, FieldSet? Below);

    public bool IsEmpty => _nodes.Count == 0;

    /// <summary>The child steps: whether each is a member, and its subtree (null for none).</summary>
    public IEnumerable<(PathElement Step, bool IsMember, FieldSet? Below)> Steps => _nodes.Select(node => (node.Key, node.Value.IsMember, node.Value.Below));

    public static FieldSet Of(params IEnumerable<PathElement[]> paths)
    {
        var set = new FieldSet();
        foreach (var path in paths)
        {
            set.Add(path);
        }

        return set;
    }

    /// <summary>Adds a path; the empty path is the whole object, which has no owner.</summary>
    public void Add(IReadOnlyList<PathElement> path)
    {
        var set = this;
        for (var i = 0; i < path.Count; i++)
        {
            var node = set._nodes.GetValueOrDefault(path[i]);
            if (i == path.Count - 1)
            {
                set._nodes[path[i]] = node with { IsMember = true };
                return;
            }

            var below = node.Below ?? new FieldSet();
            set._nodes[path[i]] = node with { Below = below };
            set = below;
        }
    }

    /// <summary>Replaces a step and its subtree; empty ones are dropped.</summary>
    public void Put(PathElement step, bool isMember, FieldSet? below)
    {
        var kept = below is { IsEmpty: false } ? below : null;
        if (isMember || kept is not null)
        {
            _nodes[step] = new Node(isMember, kept);
        }
    }

    public bool Has(PathElement step) => _nodes.TryGetValue(step, out var node) && node.IsMember;

    /// <summary>The subtree of a step; null for none.</summary>
    public FieldSet? Below(PathElement step) => _nodes.GetValueOrDefault(step).Below;

    public FieldSet Union(FieldSet other)
    {
        var result = new FieldSet();
        foreach (var step in _nodes.Keys.Union(other._nodes.Keys))
        {
            var (own, others) = (_nodes.GetValueOrDefault(step), other._nodes.GetValueOrDefault(step));
            var below = own.Below is null ? others.Below : others.Below is null ? own.Below : own.Below.Union(others.Below);
            result.Put(step, own.IsMember || others.IsMember, below);
        }

        return result;
    }

    public FieldSet Intersect(FieldSet other)
    {
        var result = new FieldSet();
        foreach (var (step, own) in _nodes)
        {
            if (other._nodes.TryGetValue(step, out var others))
            {
                result.Put(step, own.IsMember && others.IsMember, own.Below is null || others.Below is null ? null : own.Below.Intersect(others.Below));
            }
        }

        return result;
    }

    /// <summary>Without the other's members; their subtrees stay.</summary>
    public FieldSet Except(FieldSet other) => Except(other, isDeep: false);

    /// <summary>Without the other's members and their subtrees.</summary>
    public FieldSet ExceptBelow(FieldSet other) => Except(other, isDeep: true);

    /// <summary>
    /// With the declared parents of its members, which are not listed as owned: `spec` for `spec.replicas`. Parents that are map entries or list items are not
    /// added.
    /// </summary>
    public FieldSet WithNamedFields(Schema? schema)
    {
        var result = new FieldSet();
        foreach (var (step, node) in _nodes)
        {
            var isDeclared = step.Name is { } name && node.Below is not null && schema is not null && schema.Fields.ContainsKey(name);
            var next = step.Name is { } field ? schema?.Member(field) : step.IsKey && schema?.Shape == SchemaShape.List ? schema.Element : null;
            result.Put(step, node.IsMember || isDeclared, node.Below?.WithNamedFields(next));
        }

        return result;
    }

    /// <summary>The members as messages show them: `.spec.containers[name="main"].image`; those of one level before those below.</summary>
    public IEnumerable<string> Paths(string prefix = "") =>
        _nodes.Where(node => node.Value.IsMember).Select(node => prefix + node.Key)
            .Concat(_nodes.Where(node => node.Value.Below is not null).SelectMany(node => node.Value.Below!.Paths(prefix + node.Key)));

    public bool SetEquals(FieldSet other) => _nodes.Count == other._nodes.Count && _nodes.All(node =>
        other._nodes.TryGetValue(node.Key, out var others) && node.Value.IsMember == others.IsMember
        && (node.Value.Below is null ? others.Below is null : others.Below is not null && node.Value.Below.SetEquals(others.Below)));

    private FieldSet Except(FieldSet other, bool isDeep)
    {
        var result = new FieldSet();
        foreach (var (step, own) in _nodes)
        {
            var others = other._nodes.GetValueOrDefault(step);
            var below = isDeep && others.IsMember ? null : others.Below is null ? own.Below : own.Below?.Except(others.Below, isDeep);
            result.Put(step, own.IsMember && !others.IsMember, below);
        }

        return result;
    }
}
