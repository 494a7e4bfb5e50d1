namespace KubeApi.Sandbox.Store;

internal enum StoreEventType
{
    Added,
    Modified,
    Deleted,
}
