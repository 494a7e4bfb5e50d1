using KubeApi.Sandbox.Schemas;

namespace KubeApi.Sandbox.Ownership;

/// <summary>A set of paths into an object, as a tree. A path can be a member while others go on below it: who owns a map need not own its entries.</summary>
internal sealed class FieldSet
{
    private readonly SortedDictionary<PathElement, Node> _nodes = [];

    private readonly record struct Node(bool IsMember, FieldSet? Below);

    public bool IsEmpty => _nodes.Count == 0;

    /// <summary>The steps from here: whether each is a member, and what lies below it (null for nothing).</summary>
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

    /// <summary>Adds a path; the empty one stands for the whole object, which nobody owns.</summary>
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

    /// <summary>Puts a step with all below it in the place of what was there; empty ones are left out.</summary>
    public void Put(PathElement step, bool isMember, FieldSet? below)
    {
        var kept = below is { IsEmpty: false } ? below : null;
        if (isMember || kept is not null)
        {
            _nodes[step] = new Node(isMember, kept);
        }
    }

    public bool Has(PathElement step) => _nodes.TryGetValue(step, out var node) && node.IsMember;

    /// <summary>What lies below a step; null for nothing.</summary>
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

    /// <summary>Without the other's members. What lies below one of them stays.</summary>
    public FieldSet Except(FieldSet other) => Except(other, isDeep: false);

    /// <summary>Without the other's members and all that lies below them.</summary>
    public FieldSet ExceptBelow(FieldSet other) => Except(other, isDeep: true);

    /// <summary>
    /// With the declared fields on the way to its members, which nobody lists as owned: `spec` for `spec.replicas`. Entries of maps and items of
    /// lists on the way are not added.
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
