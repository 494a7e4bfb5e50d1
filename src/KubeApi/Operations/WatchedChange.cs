using KubeApi.Client.Reading;
using KubeApi.Client.Watching;

namespace KubeApi.Operations;

/// <summary>A change that a watch reported, or the failure that ended the watch.</summary>
internal readonly record struct WatchedChange(WatchTarget Target, WatchEvent<ListItem> Event, Exception? Failure = null);
