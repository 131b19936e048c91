using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.EventEmitters;

namespace DualScale.Runs.Configuration;

/// <summary>
/// Writes texts with control characters and line ends in double quotes, escaped: elsewhere YAML folds and normalises them.
/// </summary>
internal sealed class YamlControlEmitter(IEventEmitter next) : ChainedEventEmitter(next)
{
    public override void Emit(ScalarEventInfo eventInfo, IEmitter emitter)
    {
        if (eventInfo.Source.Value is string text && text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029'))
            eventInfo.Style = ScalarStyle.DoubleQuoted;
        base.Emit(eventInfo, emitter);
    }
}
