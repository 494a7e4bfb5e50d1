namespace KubeApi.Client.Streaming.Copying;

/// <summary>The destinations of local items in a container.</summary>
/// <param name="Items">The items, all for the same folder of the container.</param>
/// <param name="CreatesFolder">Whether that folder has to be created.</param>
public sealed record UploadPlan(IReadOnlyList<UploadItem> Items, bool CreatesFolder);
