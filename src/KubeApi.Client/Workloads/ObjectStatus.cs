namespace KubeApi.Client.Workloads;

/// <summary>An object's state and its reason.</summary>
/// <param name="State">The state.</param>
/// <param name="Reason">A CamelCase word, such as <c>LessReady</c>; empty for an object that is ready.</param>
/// <param name="Message">The message, such as <c>Ready: 1/3</c>.</param>
public sealed record ObjectStatus(ObjectState State, string Reason, string Message)
{
    internal static ObjectStatus Ready(string message) => new(ObjectState.Current, "", message);

    internal static ObjectStatus Waiting(string reason, string message) => new(ObjectState.InProgress, reason, message.Length > 0 ? message : reason);

    internal static ObjectStatus Failed(string reason, string message) => new(ObjectState.Failed, reason, message.Length > 0 ? message : reason);
}
