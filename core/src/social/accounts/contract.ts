import { z } from 'zod'
import { SocialProvider } from '../../connections/social.ts'
import { defineContract } from '../../http/contract.ts'
import { Instant, Link } from './schema.ts'
