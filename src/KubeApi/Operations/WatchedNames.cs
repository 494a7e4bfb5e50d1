using KubeApi.Binding;

namespace KubeApi.Operations;

/// <summary>The names that a watch reports: exact ones, and a selection by patterns or of all names.</summary>
internal sealed class WatchedNames
{
    private readonly Dictionary<string, string?> _exact = [];
    private readonly List<ObjectNames> _patterns = [];
    private bool _isAll;

    /// <summary>The exact names, each with the uid that the object must have; null for whichever object has the name.</summary>
    public IReadOnlyDictionary<string, string?> Exact => _exact;

    /// <summary>Whether there is a selection besides the exact names.</summary>
    public bool HasSelection => _isAll || _patterns.Count > 0;

    /// <summary>The patterns, in quotes; empty for none.</summary>
    public string Patterns => string.Join(" or ", _patterns.SelectMany(p => p.PatternTexts).Select(p => $"'{p}'"));

    /// <summary>Adds names and patterns; without any, all names are selected.</summary>
    public void Add(ObjectNames names)
    {
        _isAll |= names.IsEmpty;
        foreach (var name in names.Exact)
        {
            _exact[name] = null;
        }

        if (names.Patterns.Count > 0)
        {
            _patterns.Add(names);
        }
    }

    /// <summary>Adds the name of one object.</summary>
    public void Add(string name, string? uid) => _exact[name] = uid;

    /// <summary>Whether an object of the name is reported.</summary>
    public bool Contains(string name) => _exact.ContainsKey(name) || IsSelected(name);

    /// <summary>Whether an object of the name belongs to the selection.</summary>
    public bool IsSelected(string name) => _isAll || _patterns.Exists(p => p.Match(name));
}
