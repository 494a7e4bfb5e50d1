using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Operations;
using KubeApi.Output;
using KubeApi.Session;

namespace KubeApi.Provider;

/// <summary>Reads the items of a session: groups, versions and resource types from discovery, namespaces and objects from the server.</summary>
internal sealed class DriveReader(DriveSession drive)
{
    // PowerShell first looks for an item and then gets it: that is one request.
    private readonly Dictionary<ResourcePath, DriveItem> _known = [];
    private (ResourcePath Path, bool Exists)? _last;

    /// <summary>Whether an item exists. A collection is not listed for that.</summary>
    public bool Exists(ResourcePath path)
    {
        if (_last is not { } last || last.Path != path)
        {
            _last = last = (path, Find(path));
        }

        return last.Exists;
    }

    /// <summary>The name of an item of a list, as a path below the list.</summary>
    public static string NameOf(ResourcePath list, DriveItem item) => item.Path is { Level: PathLevel.Object, Namespace: { } scope } && list.Namespace is null
        ? $"{scope}/{ResourcePath.Segment(item.Path.Name!)}" : PathSyntax.NameOf(item.Path.ToString());

    /// <summary>Reads one item. A missing object is an error.</summary>
    public void Read(ResourcePath path, Action<DriveItem> found)
    {
        if (_known.TryGetValue(path, out var known))
        {
            found(known);
        }
        else if (path.Level is PathLevel.Namespace or PathLevel.Object or PathLevel.Subresource)
        {
            var (type, own) = drive.Resolve(path);
            Query(own, type, own.Name ?? own.Namespace, _ => path, found);
        }
        else
        {
            found(Describe(path));
        }
    }

    /// <summary>Reads the items below a path; objects come as they arrive.</summary>
    /// <exception cref="KubeApiException">The path does not exist.</exception>
    public void List(ResourcePath path, Action<DriveItem> found)
    {
        if (path.Level is PathLevel.Collection or PathLevel.Namespaces)
        {
            var (type, own) = drive.Resolve(path);
            Query(own, type, null, o => own.ToObject(type.Namespaced ? ObjectMetadata.Of(o, "namespace") : null, ApiObject.NameOf(o)), found);
            return;
        }

        if (path.Level == PathLevel.Namespace && MissingNamespace(path) is { } missing)
        {
            throw missing;
        }

        foreach (var item in Below(path, drive.RequireCatalog(path, refresh: path.Level <= PathLevel.Namespace)))
        {
            found(item);
        }
    }

    /// <summary>The paths that a pattern matches. Any segment may have wildcards.</summary>
    public Expansion Expand(string pattern, TimeProvider clock) => new(pattern, clock.GetUtcNow(), [.. Expand(pattern, isMatch: false)], _known);

    /// <summary>Takes over the items that another reader has listed.</summary>
    public Expansion Adopt(Expansion expansion)
    {
        foreach (var (path, item) in expansion.Items)
        {
            _known[path] = item;
        }

        return expansion;
    }

    // A match of a pattern need not contain the rest of the path.
    private IEnumerable<ResourcePath> Expand(string pattern, bool isMatch)
    {
        var segments = pattern.Split('/', '\\');
        var first = Array.FindIndex(segments, WildcardPattern.ContainsWildcardCharacters);
        if (first < 0 || ResourcePath.TryParse(string.Join('/', segments[..first])) is not { IsContainer: true } parent)
        {
            return ResourcePath.TryParse(WildcardPattern.Unescape(pattern)) is { } path && IsFound(path) ? [path] : [];
        }

        if (isMatch && !IsFound(parent))
        {
            return [];
        }

        var wanted = NameWildcard.Get(segments[first]);
        var rest = segments[(first + 1)..].Where(s => s.Length > 0).ToList();
        List<DriveItem> matches = [];
        List(parent, item =>
        {
            if (wanted.IsMatch(PathSyntax.NameOf(item.Path.ToString())) && (rest.Count == 0 || item.Path.IsContainer))
            {
                matches.Add(item);
            }
        });
        if (rest.Count > 0)
        {
            return matches.SelectMany(m => Expand($"{m.Path}/{string.Join('/', rest)}", isMatch: true));
        }

        matches.ForEach(m => _known[m.Path] = m);
        return matches.Select(m => m.Path);
    }

    private bool IsFound(ResourcePath path)
    {
        var exists = false;
        drive.Host.IgnoresMissing = true;
        drive.Pipeline.Attempt(drive.Show(path), drive.Session, () => exists = Exists(path));
        drive.Host.IgnoresMissing = false;
        return exists;
    }

    private bool Find(ResourcePath path)
    {
        switch (path.Level)
        {
            case PathLevel.Object or PathLevel.Subresource when path.Subresource != "log":
                Read(path, item => _known[path] = item);
                return _known.ContainsKey(path);
            case PathLevel.Subresource:
                return drive.Resolve(path).Type.Subresources.Contains(path.Subresource!)
                    && Find(path with { Level = PathLevel.Object, Subresource = null });
            case PathLevel.Collection:
                return drive.Resolve(path) is { } && MissingNamespace(path) is null;
            default:
                return drive.RequireCatalog(path) is { } && MissingNamespace(path) is null;
        }
    }

    // A user without the right to read the namespace may still work in it.
    private KubeApiException? MissingNamespace(ResourcePath path) => path.Namespace is not { } name ? null
        : drive.Pipeline.Wait(NamespaceLookup.FindFaultAsync(drive.Client, PodRequests.Pods, name, drive.Pipeline.Stopped));

    private DriveItem Describe(ResourcePath path)
    {
        if (path.Level is PathLevel.Collection or PathLevel.Namespaces)
        {
            return new DriveItem(drive.Resolve(path).Type with { }, path);
        }

        var catalog = drive.RequireCatalog(path);
        return path is { Level: PathLevel.Group, Group: { Length: > 0 } name }
            ? new DriveItem(catalog.Groups.First(g => g.Name == name) with { }, path)
            : new DriveItem(ServerPath.Parse(path.ServerPath), path);
    }

    // The objects of discovery are copies, because PowerShell attaches the item's path to them.
    private static IEnumerable<DriveItem> Below(ResourcePath path, ApiCatalog catalog) => path.Level switch
    {
        PathLevel.Root => new[] { path with { Level = PathLevel.Group, Group = "" }, path with { Level = PathLevel.Groups } }
            .Select(p => new DriveItem(ServerPath.Parse(p.ServerPath), p)),
        PathLevel.Groups => catalog.Groups.Where(g => g.Name.Length > 0)
            .Select(g => new DriveItem(g with { }, path with { Level = PathLevel.Group, Group = g.Name })),
        PathLevel.Group => catalog.Groups.First(g => g.Name == path.Group).Versions.Select(v => path with { Level = PathLevel.Version, Version = v })
            .Select(p => new DriveItem(ServerPath.Parse(p.ServerPath), p)),
        _ => Types(path, catalog),
    };

    // Only types whose objects can be listed. Below a version there are the namespaces, too.
    private static IEnumerable<DriveItem> Types(ResourcePath path, ApiCatalog catalog)
    {
        var types = catalog.Resources.Where(r => r.Group == path.Group && r.Version == path.Version && r.Verbs.Contains("list")).ToList();
        var items = types.Where(r => path.Namespace is null || r.Namespaced)
            .Select(r => new DriveItem(
                r with { }, path with { Level = r is { Group: "", Name: "namespaces" } ? PathLevel.Namespaces : PathLevel.Collection, Resource = NameOf(r) }));
        return path is { Level: PathLevel.Version, Group.Length: > 0 } && types.Exists(r => r.Namespaced)
            && catalog.Resources.FirstOrDefault(r => r is { Group: "", Name: "namespaces" }) is { } namespaces
                ? items.Append(new DriveItem(namespaces with { }, path with { Level = PathLevel.Namespaces }))
                : items;

        static string? NameOf(ApiResource type) => type is { Group: "", Name: "namespaces" } ? null : type.Name;
    }

    private void Query(ResourcePath path, ApiResource type, string? name, Func<object, ResourcePath> place, Action<DriveItem> found)
    {
        var query = new ObjectQuery
        {
            Resources = [(type.FullName, null)],
            Type = type,
            Names = name is null ? [] : [name],
            Namespaces = path.Namespace is null ? null : [path.Namespace],
            Subresource = path.Subresource,
            Options = new ListOptions { Representation = Representation.Table },
        };
        drive.Host.Output = o => found(new DriveItem(o!, place(o!)));
        new ObjectOutput(drive.Pipeline, drive.Scope, showManagedFields: false).Write([(drive.Session, query)], ObjectNames.None, PSObject.AsPSObject(path));
    }
}
