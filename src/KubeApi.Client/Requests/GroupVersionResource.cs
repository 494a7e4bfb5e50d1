namespace KubeApi.Client.Requests;

/// <summary>A resource type, as far as a request must know it.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The API version: <c>v1</c>.</param>
/// <param name="Resource">The plural name, as it stands in paths: <c>pods</c>.</param>
/// <param name="Namespaced">Whether its objects live in namespaces.</param>
public sealed record GroupVersionResource(string Group, string Version, string Resource, bool Namespaced)
{
    /// <summary>The name with its group: <c>deployments.apps</c>, or <c>pods</c> for the core group.</summary>
    public string FullName => Group.Length == 0 ? Resource : $"{Resource}.{Group}";

    /// <summary>Where the version's resources are: <c>/apis/apps/v1</c>, or <c>/api/v1</c> for the core group.</summary>
    public string GroupVersionPath => Group.Length == 0 ? $"/api/{Version}" : $"/apis/{Group}/{Version}";

    /// <summary>The path of the collection, of one namespace's part of it, or of one object.</summary>
    /// <exception cref="ArgumentException">A namespace or name cannot be part of a path, or an object is asked for in no namespace.</exception>
    public string Path(string? @namespace, string? name = null)
    {
        if (name is not null && Namespaced && @namespace is null)
        {
            throw new ArgumentException($"'{Resource}' are namespaced: one of them is addressed in its namespace.", nameof(@namespace));
        }

        var path = GroupVersionPath;
        if (Namespaced && @namespace is not null)
        {
            path += "/namespaces/" + PathSegment.Escape(@namespace, "namespace");
        }

        path += "/" + Resource;
        return name is null ? path : path + "/" + PathSegment.Escape(name);
    }
}
