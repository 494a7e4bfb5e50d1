namespace KubeApi.Provider;

/// <summary>One item of a drive.</summary>
/// <param name="Value">The object: an API object, a resource type, a group, or a path.</param>
/// <param name="Path">Its place.</param>
internal sealed record DriveItem(object Value, ResourcePath Path);
