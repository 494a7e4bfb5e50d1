using KubeApi.Client.Errors;
using KubeApi.Client.Requests;

namespace KubeApi.Errors;

/// <summary>The failures that only the paths of a drive have.</summary>
internal static class DriveMessages
{
    /// <summary>No server has such a path.</summary>
    public static KubeApiException NotFound(string path) => Make($"The path '{path}' does not exist.", "To see what exists, list the parent path with dir.");

    /// <summary>The root of a new drive does not exist, or is an object.</summary>
    public static KubeApiException NoRoot(string drive, string root) => Make(
        $"Cannot create the drive '{drive}': the server has no container '{root}'.",
        "A root is a path of the API above the objects, such as /, /apis/apps/v1 or /api/v1/namespaces/default.");

    /// <summary>The path of a namespaced object has no namespace.</summary>
    /// <param name="type">The object's resource type.</param>
    /// <param name="path">The path.</param>
    /// <param name="wanted">The path to use instead.</param>
    public static KubeApiException Namespaced(ApiResource type, string path, string wanted) =>
        Make($"The path '{path}' has no namespace, but {type.FullName} are namespaced.", $"Use {wanted}.");

    /// <summary>The path of a cluster-scoped type has a namespace.</summary>
    /// <param name="type">The resource type.</param>
    /// <param name="path">The path.</param>
    /// <param name="wanted">The path to use instead.</param>
    public static KubeApiException NotNamespaced(ApiResource type, string path, string wanted) =>
        Make($"The path '{path}' has a namespace, but {type.FullName} are cluster-scoped.", $"Use {wanted}.");

    /// <summary>The session of a path was closed, or has never been.</summary>
    public static KubeApiException NoSession(string name) => new(FailureKind.SessionClosed, $"The session '{name}' of this path is not open.")
    {
        RecommendedAction = "To create the drive k8s for a new session: Connect-KubeApi -Drive.",
    };

    /// <summary>The drive needs an object, and the path names none.</summary>
    public static ArgumentException NotAnObject(string path, string action) =>
        new($"Cannot {action} '{path}': it is not an object. Name one object in the path.");

    /// <summary>A path that names no object is never deleted: it may end in an empty variable.</summary>
    public static ArgumentException NotRemoved(string path) =>
        new($"Cannot delete '{path}': it is not an object. To delete all objects of a collection, write the wildcard: Remove-Item COLLECTION/*.");

    /// <summary>The path of a namespace may be an object's path that ends in empty variables.</summary>
    /// <param name="name">The namespace.</param>
    /// <param name="session">The name of the drive's session.</param>
    public static ArgumentException NamespaceNotRemoved(string name, string session) =>
        new($"Cannot delete the namespace '{name}' through a drive: the path may end in an empty variable. To delete it with all objects in it: "
            + $"Remove-KubeApiObject namespace {QuotedArgument.Of(name)} -Session {QuotedArgument.Of(session)}");

    /// <summary>A segment of the path is empty. PowerShell would remove it, and the path would be that of another item.</summary>
    public static ArgumentException EmptySegment(string path) =>
        new($"The path '{path}' has an empty segment. Check the variables in it.");

    /// <summary>A manifest is another object than that of the path.</summary>
    public static ArgumentException OtherObject(string manifest, string path) =>
        new($"The manifest is {manifest}, but the path is '{path}'. The apiVersion, kind, name and namespace must be those of the path.");

    /// <summary>The content is not one manifest.</summary>
    public static ArgumentException NotOneManifest(int count) =>
        new($"The content has {count} objects; a path identifies one. To apply several: Set-KubeApiObject.");

    /// <summary>Items are listed one level at a time.</summary>
    public static ArgumentException NoRecursion(string path) =>
        new($"Cannot list '{path}' with -Recurse. To list several resource types: Get-KubeApiObject deployments, pods, services -Namespace NAMESPACE.");

    /// <summary>Two drives would have the same paths, but different servers.</summary>
    public static ArgumentException NameTaken(string drive, string session) =>
        new($"The drive '{drive}' uses another session named '{session}', on another server. Remove that drive, or connect with -Name.");

    private static KubeApiException Make(string message, string action) => new(FailureKind.ItemNotFound, message) { RecommendedAction = action };
}
