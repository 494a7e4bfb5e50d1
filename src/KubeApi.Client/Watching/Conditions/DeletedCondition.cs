using KubeApi.Client.Json;

namespace KubeApi.Client.Watching.Conditions;

/// <summary>An object is deleted. Another object with its name but another uid does not count.</summary>
public sealed class DeletedCondition : IWaitCondition
{
    /// <summary>Says why the deletion of an object was not requested yet; null, or a null result, for no reason.</summary>
    public Func<AwaitedObject, string?>? Obstacle { get; init; }

    /// <inheritdoc/>
    public bool AllowsDeletion => true;

    /// <inheritdoc/>
    public bool DependsOnTime => Obstacle is not null;

    /// <inheritdoc/>
    public WaitResult Evaluate(AwaitedObject o, DateTimeOffset now)
    {
        if (!o.Exists || o.IsReplaced)
        {
            return WaitResult.Met;
        }

        if (Obstacle?.Invoke(o) is { } obstacle)
        {
            return WaitResult.Unmet(obstacle);
        }

        var metadata = o.Json.Child("metadata");
        if (metadata.Text("deletionTimestamp").Length == 0)
        {
            return WaitResult.Unmet("it exists, and its deletion was not requested");
        }

        string[] finalizers = [.. metadata.Texts("finalizers"), .. o.Json.Child("spec").Texts("finalizers")];
        return WaitResult.Unmet(finalizers.Length > 0
            ? $"its deletion was requested, and waits for the finalizers {string.Join(", ", finalizers)}"
            : "its deletion was requested");
    }

    /// <inheritdoc/>
    public override string ToString() => "Deleted";
}
