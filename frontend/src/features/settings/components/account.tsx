import type { User } from '@/features/session/schema';
import { OwnAccount } from './own-account';
import { Sessions } from './sessions';
import { Tokens } from './tokens';

/** The part of the settings that few people need every day: it comes by itself. */
export function Account({ user }: { user: User }) {
  return (
    <>
      <div id="sessions" className="scroll-mt-6">
        <Sessions />
      </div>
      <div id="tokens" className="scroll-mt-6">
        <Tokens />
      </div>
      <div id="account" className="scroll-mt-6">
        <OwnAccount user={user} />
      </div>
    </>
  );
}
