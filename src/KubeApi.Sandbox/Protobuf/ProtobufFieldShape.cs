namespace KubeApi.Sandbox.Protobuf;

internal enum ProtobufFieldShape
{
    /// <summary>Always on the wire; its zero means that nothing was set.</summary>
    Value,

    /// <summary>On the wire only if it was set, to zero too.</summary>
    Optional,

    List,

    /// <summary>A map with string keys.</summary>
    Map,

    /// <summary>A message whose fields stand in its parent in JSON.</summary>
    Inlined,
}
